import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linear } from '@ostinato/nn';
import { loadCheckpoint, saveCheckpoint } from '@ostinato/train/node';
import { onTestFinished } from 'vitest';
import { type Coverage, misuse } from './misuse.ts';

/** A directory with a checkpoint that was saved before, gone when the test is over. */
function directory(): { path: string; old: string } {
  const path = mkdtempSync(join(tmpdir(), 'ostinato-contracts-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const old = join(path, 'old.ckpt');
  writeFileSync(old, 'the previous file');
  return { path, old };
}

/** Saving where it cannot be done. */
export const saveMisuses: Coverage = {
  misuses: [
    misuse('a missing directory', 'IOError IO_ENOENT', ['missing', 'new.ckpt'], (watch) => {
      const { path } = directory();
      const model = watch(new Linear({ inFeatures: 1, outFeatures: 1 }));
      return () => saveCheckpoint(join(path, 'missing', 'new.ckpt'), { model });
    }),
    misuse('a file in the place of a directory', 'IOError IO_ENOTDIR', ['old.ckpt/new.ckpt'], (watch) => {
      const { old } = directory();
      watch(() => readFileSync(old, 'utf8'));
      const model = watch(new Linear({ inFeatures: 1, outFeatures: 1 }));
      return () => saveCheckpoint(join(old, 'new.ckpt'), { model });
    }),
    misuse('a directory in the place of a file', 'IOError IO_EISDIR', ['ostinato-contracts-'], (watch) => {
      const { path, old } = directory();
      watch(() => readFileSync(old, 'utf8'));
      const model = watch(new Linear({ inFeatures: 1, outFeatures: 1 }));
      return () => saveCheckpoint(path, { model });
    }),
    misuse('contents that are no JSON', 'ArgumentError ARGUMENT_TYPE', ['config.size', 'NaN'], (watch) => {
      const { old } = directory();
      watch(() => readFileSync(old, 'utf8'));
      const model = watch(new Linear({ inFeatures: 1, outFeatures: 1 }));
      return () => saveCheckpoint(old, { model }, { config: { size: NaN } });
    }),
    misuse('reading what is not there', 'IOError IO_ENOENT', ['none.ckpt'], () => {
      const { path } = directory();
      return () => loadCheckpoint(join(path, 'none.ckpt'));
    }),
  ],
  byDesign:
    'a read-only file is replaced by rename where its directory allows it; a full disk and refused permissions need a file ' +
    'system that fails: save-checkpoint.test.ts of packages/train puts one in its place',
};
