import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogitFilter, Logits } from './filter.ts';
import { temperature } from './temperature.ts';
import { topK } from './top-k.ts';
import { topP } from './top-p.ts';

interface Case {
  readonly logits: number[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly kept: number[];
  readonly probs: number[];
}

const known: Readonly<Record<string, (value: number) => LogitFilter>> = { temperature, top_k: topK, top_p: topP };

/** What the set gave when this was written, for machines without it. */
const copied: Case[] = [
  {
    logits: [2, 1, 0.5, -1, 0, 3],
    options: { top_k: 4, top_p: 0.9, temperature: 1.5 },
    kept: [0, 1, 5],
    probs: [0.2889212154417395, 0.1483370980594927, 0, 0, 0, 0.5627416864987679],
  },
  {
    logits: [2, 1, 0.5, -1, 0, 3],
    options: { top_p: 0.8 },
    kept: [0, 5],
    probs: [0.26894142136999516, 0, 0, 0, 0, 0.7310585786300049],
  },
];

const golden = process.env.OSTINATO_GOLDEN ?? join(import.meta.dirname, '../../../../shared/golden');
const file = join(golden, 'metrics/sampling_filter.json');
const all: Case[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : copied;
const cases = all.filter(({ options }) => Object.keys(options).every((name) => name in known));

const probabilities = (logits: Logits): number[] => {
  const weights = Array.from(logits, Math.exp);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

describe('filters against the golden set', () => {
  it('has cases', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)('$options', ({ logits, options, kept, probs }) => {
    const filters = Object.keys(known)
      .filter((name) => name in options)
      .map((name) => known[name]!(options[name] as number));
    const filtered = filters.reduce<Logits>((current, filter) => filter(current), Float64Array.from(logits));
    expect([...filtered.keys()].filter((id) => filtered[id] !== -Infinity)).toEqual(kept);
    probabilities(filtered).forEach((probability, id) => expect(probability).toBeCloseTo(probs[id]!, 12));
  });
});
