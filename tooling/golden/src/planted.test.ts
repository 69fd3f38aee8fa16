import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TensorEntry } from '@ostinato/safetensors';
import { describe, expect, it } from 'vitest';
import { adapters } from './adapters/adapters.ts';
import { testedBackends } from './backends.ts';
import { filesIn, readIndex } from './directory.ts';
import { familyOf } from './family.ts';
import { GoldenCase, GoldenFiles } from './golden-case.ts';
import type { IndexEntry } from './golden-index.ts';
import { runCase } from './run-case.ts';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../fixtures');
const entries = readIndex(fixtures);
const backends = testedBackends();

/** The files, with `change` added to one element of one tensor. */
class PlantedFiles extends GoldenFiles {
  readonly #name: string;
  readonly #at: number;
  readonly #change: number;

  constructor(name: string, at: number, change: number) {
    super(filesIn(fixtures));
    this.#name = name;
    this.#at = at;
    this.#change = change;
  }

  override tensors(file: string): ReadonlyMap<string, TensorEntry> {
    const entry = super.tensors(file).get(this.#name)!;
    const data = Float64Array.from(entry.data as Float32Array);
    data[this.#at]! += this.#change;
    return new Map([...super.tensors(file), [this.#name, { dtype: 'F64', shape: entry.shape, data }]]);
  }
}

function outcome(entry: IndexEntry, files: GoldenFiles) {
  return runCase(new GoldenCase(entry, files), adapters[entry.kind!], backends);
}

function planted(entry: IndexEntry, name: string, at: number, change: number): string[] {
  const result = outcome(entry, new PlantedFiles((entry.prefix ?? '') + name, at, change));
  return result.kind === 'failed' ? [...result.problems] : [];
}

/** The first case of each of these families. */
const samples = [
  'lstm',
  'packed',
  'cell',
  'linear',
  'embedding',
  'op',
  'loss',
  'optim',
  'clip_grad_norm',
  'clip_grad_value',
  'train',
  'keras',
  'onnx/rnn',
].map((family) => ({ family, entry: entries.find((entry) => familyOf(entry) === family)! }));

const results = /^(output|grad\.input|grad\.param|grad\.weight|clipped|trajectory|state|final)\.|^(losses|grad_norms)$/;

describe.each(samples)('a value planted in $family', ({ entry }) => {
  const found = Object.keys(entry.tensors!).filter(
    (name) => results.test(name) && !(entry.kind === 'optimizer' && name === 'losses'),
  );
  // A training takes a second each time, and its final weights are compared alike: one stands for all.
  const weights = found.filter((name) => familyOf(entry) === 'train' && name.startsWith('final.'));
  const names = found.filter((name) => !weights.slice(1).includes(name));

  it('passes untouched', () => {
    expect(outcome(entry, new GoldenFiles(filesIn(fixtures)))).toEqual({ kind: 'passed' });
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)('is found in %s', (name) => {
    const { data } = new GoldenCase(entry, new GoldenFiles(filesIn(fixtures))).stored(name);
    const problems = planted(entry, name, data.length - 1, 0.25 + Math.abs(data[data.length - 1]!));
    expect(problems.some((problem) => problem.includes(`] ${name}[`))).toBe(true);
    expect(planted(entry, name, data.length - 1, NaN)[0]).toContain('NaN');
  });
});

describe('what must be exactly zero', () => {
  const tiny = 1e-12;
  const [packed] = entries.filter((entry) => familyOf(entry) === 'packed');
  const [padded] = entries.filter(
    ({ config }) => config?.['module'] === 'Embedding' && typeof config['padding_idx'] === 'number',
  );

  /** A position whose reference is exactly zero. */
  function zeroIn(entry: IndexEntry, name: string): number {
    return Array.from(new GoldenCase(entry, new GoldenFiles(filesIn(fixtures))).stored(name).data).indexOf(0);
  }

  it.each(['output.y', 'grad.input.x'])('padding in %s', (name) => {
    const problems = planted(packed!, name, zeroIn(packed!, name), tiny);
    expect(problems[0]).toContain('must be equal');
    expect(problems).toHaveLength(backends.length);
  });

  it('the gradient of the padding row', () => {
    const { padding_idx: row, embedding_dim: width } = padded!.config as { padding_idx: number; embedding_dim: number };
    expect(planted(padded!, 'grad.param.weight', row * width, tiny)[0]).toContain('must be equal');
    const other = (row === 0 ? 1 : 0) * width;
    expect(planted(padded!, 'grad.param.weight', other, tiny)).toEqual([]);
  });
});
