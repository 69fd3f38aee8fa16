import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../fixtures/bundle.test-d.ts';
import { resumeRun } from '../fixtures/resume-run.test-d.ts';

const run = promisify(execFile);

describe.each(['contiguous', 'shuffled'] as const)('20 steps are 10 + save + load + 10, bit for bit: %s', (kind) => {
  let directory = '';
  let script = '';
  let whole: { losses: number[]; weights: unknown; draws: number };
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ostinato-resume-'));
    script = await bundle('resume-run');
    whole = JSON.parse(await resumeRun(kind, join(directory, 'whole.ckpt'), 0, 20));
  });
  afterAll(async () => {
    await rm(directory, { recursive: true });
    await rm(dirname(script), { recursive: true });
  });

  it('in one process', async () => {
    const path = join(directory, 'one.ckpt');
    const first = JSON.parse(await resumeRun(kind, path, 0, 10));
    const second = JSON.parse(await resumeRun(kind, path, 10, 20));
    expect({ ...second, losses: [...first.losses, ...second.losses] }).toEqual(whole);
    expect(whole.losses).toHaveLength(20);
  });

  it('in two processes', async () => {
    const path = join(directory, 'two.ckpt');
    const [first, second] = [
      await run(process.execPath, [script, kind, path, '0', '10']),
      await run(process.execPath, [script, kind, path, '10', '20']),
    ].map(({ stdout }) => JSON.parse(stdout));
    expect({ ...second, losses: [...first.losses, ...second.losses] }).toEqual(whole);
  });
});
