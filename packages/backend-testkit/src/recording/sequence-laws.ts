import type { Backend } from '@ostinato/backend';
import { mulberry } from '@ostinato/backend/testing';
import {
  concat,
  indexSelect,
  mapTree,
  slice,
  tensor,
  type Tensor,
  tensorsIn,
  tidy,
  withBackend,
} from '@ostinato/tensor';
import { expectSame, text } from '../laws/law.ts';
import { readAll } from '../laws/samples.ts';
import { recurrentSteps } from './steps/recurrent.ts';
import { type Given, Subject } from './subject.ts';
import { textOf, type Variant } from './variant.ts';

/** How many sizes each law tries. */
const tries = 12;

/** Sequences of random sizes, lengths and directions, with more random numbers from `random`. */
function* randomVariants(seed: number): Generator<{ variant: Variant; random: () => number }> {
  const random = mulberry(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  for (let i = 0; i < tries; i++) {
    const [steps, batch] = [1 + whole(6), 1 + whole(5)];
    const lengths = Array.from({ length: batch }, () => whole(steps + 1));
    yield { variant: { steps, batch, reverse: i % 3 === 2, ...(i % 2 === 0 && { lengths }) }, random };
  }
}

const cut = (xs: unknown, from: number, to: number): unknown => mapTree(xs, (x) => slice(x, 0, from, to));
const leaves = (result: { readonly outputs: unknown; readonly state: unknown }): Tensor[] => [
  ...tensorsIn([result.outputs, result.state]),
];

type Pair = readonly [got: Tensor[], wanted: Tensor[]];
type Compare = (subject: Subject, given: Given, variant: Variant, random: () => number) => Pair;

/** Runs a comparison to the bit for each recurrent step and random sizes. */
async function holds(backend: Backend, compare: Compare): Promise<void> {
  for (const [seed, row] of recurrentSteps.entries()) {
    const subject = new Subject(backend, row);
    try {
      for (const { variant, random } of randomVariants(seed)) {
        const both = withBackend(backend, () =>
          tidy(() => compare(subject, subject.inputs(variant), variant, random).map((list) => [...list])),
        );
        const [got, wanted] = [await readAll(both[0]!), await readAll(both[1]!)];
        wanted.forEach(({ data }, i) =>
          expectSame(`${row.name}, ${textOf(variant)}: result ${i}`, text(got[i]!.data), text(data)),
        );
      }
    } finally {
      subject.dispose();
    }
  }
}

/** In the order of time, or against it. */
const inChunks: Compare = (subject, given, { steps, lengths, ...variant }, random) => {
  const whole = subject.scan(given, { steps, ...variant, ...(lengths && { lengths }) });
  const at = Math.floor(random() * (steps + 1));
  const bounds = [
    [0, at],
    [at, steps],
  ].filter(([from, to]) => from! < to!) as [number, number][];
  if (variant.reverse === true) bounds.reverse();
  let { init } = given;
  const parts = bounds.map(([from, to]) => {
    const own = lengths && { lengths: lengths.map((n) => Math.min(Math.max(n - from, 0), to - from)) };
    const result = subject.scan(
      { ...given, init, xs: cut(given.xs, from, to) },
      { steps: to - from, ...variant, ...own },
    );
    init = result.state;
    return result.outputs as Tensor;
  });
  if (variant.reverse === true) parts.reverse();
  return [leaves({ outputs: concat(parts, 0), state: init }), leaves(whole)];
};

const permuted: Compare = (subject, given, variant, random) => {
  const { batch, lengths } = variant;
  const keys = Array.from({ length: batch }, random);
  const order = [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);
  const index = tensor(Int32Array.from(order), [batch], { dtype: 'int32' }) as Tensor<'int32'>;
  const rowsOf = (tree: unknown, axis: number): unknown => mapTree(tree, (x) => indexSelect(x, index, axis));
  const whole = subject.scan(given, variant);
  const other = subject.scan(
    { ...given, xs: rowsOf(given.xs, 1), init: rowsOf(given.init, 0) },
    { ...variant, ...(lengths && { lengths: order.map((row) => lengths[row]!) }) },
  );
  return [leaves(other), leaves({ outputs: rowsOf(whole.outputs, 1), state: rowsOf(whole.state, 0) })];
};

/** What a program makes of a sequence does not depend on how the sequences are handed to it. */
export const sequenceLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'in chunks give what they give of the whole': (backend) => holds(backend, inChunks),
  'of a permuted batch give the permuted result': (backend) => holds(backend, permuted),
};
