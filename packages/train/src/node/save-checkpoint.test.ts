import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jsBackend } from '@ostinato/backend-js';
import { FormatError, IOError } from '@ostinato/base';
import { parameter, setBackend, tensor } from '@ostinato/tensor';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../fixtures/bundle.test-d.ts';
import { loadCheckpoint } from './load-checkpoint.ts';
import { saveCheckpoint } from './save-checkpoint.ts';
import { writeAtomically } from './write-atomically.ts';

let directory = '';
beforeEach(async () => {
  setBackend(jsBackend());
  directory = await mkdtemp(join(tmpdir(), 'ostinato-save-'));
});
afterEach(() => rm(directory, { recursive: true }));

const state = (value: number) => ({ model: { w: parameter(tensor([value])) } });
const saved = async (path: string) => (await loadCheckpoint(path)).model.get('w')!.data[0];

describe('saveCheckpoint', () => {
  it('replaces a file and leaves nothing else', async () => {
    const path = join(directory, 'a.ckpt');
    await saveCheckpoint(path, state(1));
    await saveCheckpoint(path, state(2));
    expect(await saved(path)).toBe(2);
    expect(await readdir(directory)).toEqual(['a.ckpt']);
  });

  it('saves the values at the time of the call', async () => {
    const path = join(directory, 'a.ckpt');
    const now = state(1);
    const saving = saveCheckpoint(path, now);
    now.model.w.assign(Float32Array.of(5));
    await saving;
    expect(await saved(path)).toBe(1);
  });

  it('follows symbolic links, dangling ones too', async () => {
    await mkdir(join(directory, 'sub'));
    const link = join(directory, 'link');
    await symlink('sub/real.ckpt', link);
    for (const value of [1, 2]) {
      await saveCheckpoint(link, state(value));
      expect((await lstat(link)).isSymbolicLink()).toBe(true);
      expect(await readlink(link)).toBe('sub/real.ckpt');
      expect(await saved(join(directory, 'sub/real.ckpt'))).toBe(value);
    }
    expect(await readdir(join(directory, 'sub'))).toEqual(['real.ckpt']);
  });

  it('removes the temporary files of dead writers only, and of this file only', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'close');
    const names = [
      `a.${child.pid}-0123456789ab.tmp`,
      `a.${process.pid}-0123456789ab.tmp`,
      `b.${child.pid}-0123456789ab.tmp`,
      `a.${child.pid}.tmp`,
      `a.${process.pid}-ba9876543210.tmp`,
    ];
    for (const name of names) await writeFile(join(directory, name), 'x');
    await utimes(join(directory, names[4]!), 0, 0); // the same number, but long ago
    await saveCheckpoint(join(directory, 'a'), state(1));
    expect(new Set(await readdir(directory))).toEqual(new Set(['a', names[3], names[1], names[2]]));
  });

  it.each([
    ['no/such/directory/a', /does not exist \(ENOENT\)/],
    ['file/a', /no directory \(ENOTDIR\)/],
    ['sub', /it is a directory|permission/],
  ])('names the path that cannot be written: %s', async (name, message) => {
    await writeFile(join(directory, 'file'), '');
    await mkdir(join(directory, 'sub'));
    const saving = saveCheckpoint(join(directory, name), state(1));
    await expect(saving).rejects.toBeInstanceOf(IOError);
    await expect(saving).rejects.toThrow(message);
    await expect(saving).rejects.toThrow(join(directory, name));
    expect((await readdir(directory)).sort()).toEqual(['file', 'sub']);
  });

  it.each(['ENOSPC', 'EROFS', 'EIO'])('keeps the old file and no temporary one after %s', async (code) => {
    const path = join(directory, 'a');
    await writeFile(path, 'old');
    const fail = () => Promise.reject(Object.assign(new Error(`${code}: injected`), { code }));
    const open = async (...args: Parameters<typeof files.open>) => {
      if (code === 'EROFS') return fail();
      const file = await files.open(...args);
      if (args[1] === 'wx')
        Object.assign(file, code === 'EIO' ? { sync: fail } : { writeFile: () => file.write('half').then(fail) });
      return file;
    };
    const writing = writeAtomically('save', path, Uint8Array.of(1), { ...files, open });
    await expect(writing).rejects.toMatchObject({ code: `IO_${code}` });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(directory)).toEqual(['a']);
  });

  it('lets writers of one path finish in any order', async () => {
    const path = join(directory, 'a');
    const script = await bundle('save-forever');
    const children = [1, 2].map(() => spawn(process.execPath, [script, path]));
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    for (let i = 0; i < 30; i++) {
      await Promise.all([saveCheckpoint(path, state(1)), saveCheckpoint(path, state(2))]);
      expect((await loadCheckpoint(path)).model.has('w')).toBe(true);
    }
    await Promise.all(children.map((child) => (child.kill('SIGKILL'), once(child, 'close'))));
    await saveCheckpoint(path, state(3));
    expect(await readdir(directory)).toEqual(['a']);
    expect(await saved(path)).toBe(3);
    await rm(dirname(script), { recursive: true });
  });
});

describe('loadCheckpoint', () => {
  it('names the path of a file that is missing or no checkpoint', async () => {
    const path = join(directory, 'a');
    await expect(loadCheckpoint(path)).rejects.toMatchObject({ code: 'IO_ENOENT' });
    await writeFile(path, 'x');
    await expect(loadCheckpoint(path)).rejects.toBeInstanceOf(FormatError);
    await expect(loadCheckpoint(path)).rejects.toThrow(path);
  });
});
