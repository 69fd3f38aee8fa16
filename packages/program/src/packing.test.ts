import type { Backend } from '@ostinato/backend';
import { expect, it } from 'vitest';
import { packsWell, withPacking } from './packing.ts';
import { dividedParts, freshOf, printParts } from './testing/divide.ts';
import { graphed } from './testing/hand-step.ts';
import { rnn } from './testing/rnn.ts';

it('packs matrices of products in the loop once before it, for each direction', () => {
  const graph = graphed(rnn);
  const parts = dividedParts(graph);
  const before = printParts(graph, parts);
  const after = printParts(graph, withPacking(parts, freshOf(graph)));
  expect(after).toEqual({
    ...before,
    // Three columns fill a panel of eight.
    once: [expect.stringMatching(/^v\d+ = pack.t\(p1\) \[3, 3\]$/)],
    onceBack: [expect.stringMatching(/^v\d+ = pack.n\(p1\) \[3, 3\]$/)],
    body: before.body!.map((line) =>
      line.includes('matmul') ? expect.stringMatching(/^v6 = matmulPacked\(h0, v\d+\) \[rows, 3, 3\]$/) : line,
    ),
    bodyBack: before.bodyBack!.map((line) =>
      line.includes('matmul') ? expect.stringMatching(/^dh0 = matmulPacked\(v15, v\d+\) \[rows, 3, 3\]$/) : line,
    ),
  });
  const [pack] = withPacking(parts, freshOf(graph)).calls.once;
  expect((pack!.args[0] as { value: { count: object } }).value.count).toEqual({ base: 24, perRow: 0 });
});

it('packs a matrix once for several products, and its parts by themselves', () => {
  const graph = graphed((step) => {
    const { rows } = step;
    const [h, weight] = [step.input('state', 0, 2 * rows), step.input('fixed', 0, 8)];
    step.linear(step.value(2 * rows), h, weight, 2, 2);
    step.linear(step.value(2 * rows), h, weight, 2, 2);
    step.linear(step.value(2 * rows), h, step.at(weight, 4), 2, 2);
  });
  const { once, body } = withPacking(dividedParts(graph), freshOf(graph)).calls;
  expect(once.map(({ kernel }) => kernel)).toEqual(['pack.t', 'pack.t']);
  const packed = body.map(({ args }) => (args[2] as { value: { id: number } }).value.id);
  expect([packed[0] === packed[1], packed[0] === packed[2]]).toEqual([true, false]);
});

it('leaves products with what changes in the loop', () => {
  const graph = graphed((step) => {
    const { rows } = step;
    const [h, keys] = [step.input('state', 0, 2 * rows), step.input('given', 0, 8 * rows)];
    step.call('batchMatmul.nt', step.value(4 * rows), h, keys, rows, 1, 4, 2, 4, 2, 2, 4, 2, 8);
  });
  const parts = dividedParts(graph);
  expect(withPacking(parts, freshOf(graph)).calls).toEqual(parts.calls);
});

it('pays where vectors are read, if there are kernels for it', () => {
  const backend = (features: string[], kernels: object) => ({ features, kernels }) as unknown as Backend;
  const kernels = { matmulPacked: () => {} };
  expect(
    [
      backend(['simd'], kernels),
      backend(['relaxed-simd', 'threads'], kernels),
      backend([], kernels),
      backend(['simd'], {}),
    ].map(packsWell),
  ).toEqual([true, true, false, false]);
});
