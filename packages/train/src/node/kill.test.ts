import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jsBackend } from '@ostinato/backend-js';
import { parameter, setBackend, tensor } from '@ostinato/tensor';
import { expect, it } from 'vitest';
import { bundle } from '../fixtures/bundle.test-d.ts';
import { loadCheckpoint } from './load-checkpoint.ts';
import { saveCheckpoint } from './save-checkpoint.ts';

/** Kills a process that saves all the time, `delay` ms after its first save; the step it has saved at least. */
async function killWhileSaving(script: string, path: string, delay: number): Promise<number> {
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let saved = 0;
  child.stdout.on('data', (dots: Uint8Array) => (saved += dots.length));
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill('SIGKILL');
  await once(child, 'close');
  return saved;
}

it('kill -9 at 50 random moments while saving leaves the old checkpoint or the new one', {
  timeout: 60_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ostinato-kill-'));
  const script = await bundle('save-forever');
  const lane = async (name: string): Promise<void> => {
    const path = join(directory, name);
    for (let round = 0; round < 10; round++) {
      const saved = await killWhileSaving(script, path, Math.random() * 40);
      const { steps, model } = await loadCheckpoint(path);
      expect(steps! - saved === 0 || steps! - saved === 1).toBe(true);
      expect(new Set(model.get('w')!.data as Float32Array)).toEqual(new Set([steps]));
    }
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(lane));
  setBackend(jsBackend());
  const state = { model: { w: parameter(tensor([1])) } };
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => saveCheckpoint(join(directory, name), state)));
  expect(await readdir(directory)).toEqual(['a', 'b', 'c', 'd', 'e']); // nothing of the dead is left
  await rm(directory, { recursive: true });
  await rm(dirname(script), { recursive: true });
});
