import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setBackend } from '@ostinato/tensor';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readArguments } from './arguments.ts';
import { makeBackend } from './backends.ts';
import { sample } from './sample.ts';
import { train } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'char-lm-'));
const text = join(folder, 'text.txt');
const forever = new AbortController().signal;
let printed = '';

beforeAll(() => writeFileSync(text, 'It was the best of times, it was the worst of times. '.repeat(60)));
afterAll(() => rmSync(folder, { recursive: true }));
const js = await makeBackend('js');

beforeEach(() => {
  setBackend(js.backend);
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    printed += String(part);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});

const run = (checkpoint: string, args: string[], signal = forever) =>
  train(readArguments(['--data', text, '--checkpoint', join(folder, checkpoint), '--seed', '3', ...args]), js, signal);

describe('char-lm', () => {
  it('learns a text, prints the baselines, saves, and samples', async () => {
    const loss = await run('learnt', ['--steps', '40']);
    expect(printed).toMatch(/counting characters 2\.\d+ nats/);
    expect(loss).toBeLessThan(2);
    printed = '';
    await sample(
      readArguments(['sample', '--checkpoint', join(folder, 'learnt'), '--prompt', 'It was', '--length', '30']),
      forever,
    );
    expect(printed).toMatch(/^It was[^]{30}\n$/);
  });

  it('stopped anywhere and resumed, ends with the same bits as a run in one go', async () => {
    await run('whole', ['--steps', '12']);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 60);
    const stopped = await run('parts', ['--steps', '12'], stop.signal).catch((reason: unknown) => reason);
    if (stop.signal.aborted) expect(stopped).toBe(stop.signal.reason);
    await run('parts', ['--resume', '--steps', '12']);
    expect(readFileSync(join(folder, 'parts')).equals(readFileSync(join(folder, 'whole')))).toBe(true);
  });

  it('refuses to resume with other data', async () => {
    await run('other', ['--steps', '1']);
    const resumed = train(readArguments(['--resume', '--checkpoint', join(folder, 'other')]), js, forever);
    await expect(resumed).rejects.toThrow('was trained on');
  });

  it('refuses what is no checkpoint of its own', async () => {
    await expect(run('text.txt', ['--resume'])).rejects.toThrow('text.txt');
    await expect(run('missing', ['--resume'])).rejects.toThrow('there is no trained model yet');
  });
});
