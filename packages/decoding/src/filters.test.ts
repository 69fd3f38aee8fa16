import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArgumentError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { type Filter, temperature, topK, topP } from './filters.ts';
import { logProbabilities } from './log-probabilities.ts';

const logits = Float32Array.of(2, 1, 0.5, -1, 0, 3);

function probabilities(...filters: Filter[]): number[] {
  const filtered = filters.reduce<Float32Array>((values, filter) => filter(values), logits);
  return [...logProbabilities('test', filtered)].map(Math.exp);
}

const close = (got: number[], expected: number[]) => expected.forEach((p, i) => expect(got[i]).toBeCloseTo(p, 6));

describe('filters', () => {
  it('keep the tokens and give the probabilities that numpy computed', () => {
    close(probabilities(temperature(0.5)), [0.11634708, 0.01574587, 0.00579258, 0.0002884, 0.00213097, 0.85969511]);
    close(probabilities(topK(2)), [0.26894142, 0, 0, 0, 0, 0.73105858]);
    close(probabilities(topP(0.8)), [0.26894142, 0, 0, 0, 0, 0.73105858]);
    close(probabilities(temperature(1.5), topK(4), topP(0.9)), [0.28892122, 0.1483371, 0, 0, 0, 0.56274169]);
  });

  it('leave at least one token, and all of them at the limits', () => {
    expect(probabilities(topP(1e-9)).filter((p) => p > 0)).toEqual([1]);
    expect(probabilities(topP(1)).filter((p) => p > 0)).toHaveLength(6);
    expect(probabilities(topK(100)).filter((p) => p > 0)).toHaveLength(6);
  });

  it('do not touch their input', () => {
    const before = [...logits];
    probabilities(temperature(2), topK(1), topP(0.5));
    expect([...logits]).toEqual(before);
  });

  it.each([
    [() => temperature(0), 'greater than 0'],
    [() => temperature(-1), 'got -1'],
    [() => temperature(NaN), 'got NaN'],
    [() => topK(0), 'at least 1, got 0'],
    [() => topK(1.5), 'whole number'],
    [() => topP(0), 'greater than 0'],
    [() => topP(1.1), 'at most 1'],
  ])('refuse values outside their range', (make, message) => {
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  const golden = resolve(import.meta.dirname, process.env['OSTINATO_GOLDEN'] ?? '../../../../shared/golden', 'metrics/sampling_filter.json');
  it.runIf(existsSync(golden))('agree with the golden set', () => {
    const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as { cases: GoldenCase[] };
    for (const { options, probs, logits: given } of cases.filter((one) => !('repetition_penalty' in one.options))) {
      const { temperature: t, top_k: k, top_p: p } = options;
      const filters = [...(t ? [temperature(t)] : []), ...(k ? [topK(k)] : []), ...(p ? [topP(p)] : [])];
      const filtered = filters.reduce<Float32Array>((values, filter) => filter(values), Float32Array.from(given));
      close([...logProbabilities('test', filtered)].map(Math.exp), probs);
    }
  });
});

interface GoldenCase {
  readonly logits: number[];
  readonly probs: number[];
  readonly options: { readonly temperature?: number; readonly top_k?: number; readonly top_p?: number };
}
