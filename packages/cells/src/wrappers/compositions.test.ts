import { jsBackend } from '@ostinato/backend-js';
import { wasmBackend } from '@ostinato/backend-wasm';
import type { SequenceLayer } from '@ostinato/sequence';
import { checkSequenceLaws } from '@ostinato/sequence/testing';
import type { Backend, RandomGenerator } from '@ostinato/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Bidirectional,
  type Cell,
  Dilated,
  FrameSkip,
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  Normalized,
  RecurrentDropout,
  Residual,
  Reversed,
  RNNCell,
  Stacked,
  type StateTree,
  unroll,
  VariationalDropout,
  WeightDrop,
  Zoneout,
} from '../index.ts';

type AnyCell = Cell<StateTree>;
type AnyLayer = SequenceLayer<unknown>;

/** What is wrapped in what; `variant` chooses among the options of a wrapper. */
interface Spec {
  readonly kind: string;
  readonly variant: number;
  readonly parts: readonly Spec[];
}

/** Numbers from 0 to `below` - 1, always the same ones: Park and Miller's generator. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * below);
  };
}

const bases = ['RNNCell', 'GRUCell', 'LSTMCell'];
const cellWrappers = ['Zoneout', 'RecurrentDropout', 'WeightDrop', 'Dilated'];
const layerWrappers = [
  'unroll',
  'Bidirectional',
  'Stacked',
  'Residual',
  'Normalized',
  'VariationalDropout',
  'FrameSkip',
  'Reversed',
];

/** A random cell in at most `depth` wrappers. A dilated cell keeps states of several steps, so other wrappers stay inside of it. */
function randomCell(roll: (below: number) => number, depth: number, dilated = true): Spec {
  const variant = roll(12);
  const kinds = dilated ? cellWrappers : cellWrappers.slice(0, -1);
  if (depth === 0 || roll(4) === 0) return { kind: bases[variant % 3]!, variant, parts: [] };
  return { kind: kinds[roll(kinds.length)]!, variant, parts: [randomCell(roll, depth - 1, false)] };
}

/** A random layer, or a cell, in at most `depth` wrappers. */
function randomLayer(roll: (below: number) => number, depth: number): Spec {
  const variant = roll(12);
  if (depth === 0) return { kind: variant < 4 ? 'LSTM' : 'GRU', variant, parts: [] };
  if (roll(4) === 0) return randomCell(roll, depth);
  const kind = layerWrappers[roll(layerWrappers.length)]!;
  if (kind === 'unroll') return { kind, variant, parts: [randomCell(roll, depth - 1)] };
  const count = kind === 'Bidirectional' || kind === 'Stacked' ? 2 : 1;
  return { kind, variant, parts: Array.from({ length: count }, () => randomLayer(roll, depth - 1)) };
}

/** A cell, or a layer, of a spec. */
function build(spec: Spec, inputSize: number, outputSize: number, generator: RandomGenerator): AnyLayer | AnyCell {
  const { kind, variant, parts } = spec;
  const sizes = { inputSize, hiddenSize: outputSize, generator };
  const layer = (i: number, input = inputSize, output = outputSize) => build(parts[i]!, input, output, generator);
  const cell = () => layer(0) as Cell;
  const ways: Record<string, () => unknown> = {
    RNNCell: () => new RNNCell(sizes),
    GRUCell: () => new GRUCell({ ...sizes, resetAfter: variant < 6 }),
    LSTMCell: () => new LSTMCell(sizes),
    Zoneout: () => new Zoneout(cell(), { rate: variant < 6 ? 0.3 : { h: 0.2 } }),
    RecurrentDropout: () => new RecurrentDropout(cell(), { p: 0.3 }),
    WeightDrop: () => new WeightDrop(cell(), { p: 0.3 }),
    Dilated: () => new Dilated(cell(), { dilation: 1 + (variant % 3) }),
    LSTM: () => new LSTM(sizes),
    GRU: () => new GRU({ ...sizes, numLayers: 1 + (variant % 2) }),
    unroll: () => unroll(cell(), { reverse: variant % 3 === 0 }),
    Bidirectional: () => bidirectional(layer, variant, outputSize),
    Stacked: () => new Stacked([layer(0, inputSize, 2), layer(1, 2)], { dropout: 0.2 }),
    Residual: () => residual(layer, variant, inputSize, outputSize, generator),
    Normalized: () => new Normalized(layer(0), { position: variant < 6 ? 'input' : 'output' }),
    VariationalDropout: () => new VariationalDropout(layer(0), { input: 0.2, output: 0.2 }),
    FrameSkip: () => new FrameSkip(layer(0), { every: 1 + (variant % 3) }),
    Reversed: () => new Reversed(layer(0)),
  };
  return ways[kind]!() as AnyLayer | AnyCell;
}

type Part = (i: number, input?: number, output?: number) => AnyLayer | AnyCell;

function bidirectional(layer: Part, variant: number, outputSize: number): AnyLayer {
  const merge = (['concat', 'sum', 'mul', 'average'] as const)[variant % 4]!;
  if (merge !== 'concat' || outputSize === 1)
    return new Bidirectional(layer(0), layer(1), { merge: merge === 'concat' ? 'sum' : merge }) as AnyLayer;
  return new Bidirectional(layer(0, undefined, 1), layer(1, undefined, outputSize - 1), { merge }) as AnyLayer;
}

/** `add` and `gated` need as many features out as in, `dense` more. */
function residual(layer: Part, variant: number, input: number, output: number, generator: RandomGenerator): AnyLayer {
  if (input === output) return new Residual(layer(0), { mode: variant % 2 ? 'add' : 'gated', generator }) as AnyLayer;
  if (output > input) return new Residual(layer(0, input, output - input), { mode: 'dense' }) as AnyLayer;
  const adapted = new Residual(layer(0, input, input)) as AnyLayer;
  return new Stacked([adapted, new RNNCell({ inputSize: input, hiddenSize: output, generator })]) as AnyLayer;
}

const nameOf = ({ kind, variant, parts }: Spec): string =>
  `${kind}${variant}${parts.length > 0 ? `(${parts.map(nameOf).join(', ')})` : ''}`;
const kindsIn = ({ kind, parts }: Spec): string[] => [kind, ...parts.flatMap(kindsIn)];

const roll = dice(11);
const compositions = Array.from({ length: 200 }, () => randomLayer(roll, 1 + roll(4)));

/** All of them on both backends take a minute: a run for every day takes half of them on each. */
const full = process.env['OSTINATO_FULL'] !== undefined;
const chosen = (backend: number) =>
  compositions.flatMap((spec, i) => (full || i % 2 === backend ? [[i, nameOf(spec), spec] as const] : []));

it('every wrapper is there at least twenty times, depth is at most 4', () => {
  const counts = new Map<string, number>();
  for (const kind of compositions.flatMap(kindsIn)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const kind of [...cellWrappers, ...layerWrappers])
    expect(`${kind} ${(counts.get(kind) ?? 0) >= 20}`).toBe(`${kind} true`);
  const depthOf = ({ parts }: Spec): number => (parts.length === 0 ? 0 : 1 + Math.max(...parts.map(depthOf)));
  expect(Math.max(...compositions.map(depthOf))).toBe(4);
});

describe.each<[string, number, () => Backend | Promise<Backend>]>([
  ['js in float64', 0, () => jsBackend({ float: 'float64' })],
  ['wasm', 1, () => wasmBackend({ threads: 1 })],
])('laws of compositions on %s', (_, which, make) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await make();
  });
  afterAll(() => backend.dispose());

  it.each(chosen(which))('%d %s', (i, _name, spec) => {
    const inputSize = 2 + (i % 2); // one feature, normalized, says nothing
    const makeLayer = (generator: RandomGenerator): AnyLayer => {
      const made = build(spec, inputSize, 1 + (i % 4), generator);
      return 'forward' in made ? made : (unroll(made) as AnyLayer);
    };
    checkSequenceLaws(makeLayer, { backend, seed: i + 1 });
  });
});
