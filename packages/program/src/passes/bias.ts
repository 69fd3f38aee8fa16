import type { KernelName } from '@ostinato/backend';
import type { Extent } from '../extent.ts';
import { type Call, type Operand, rowStrideIndex, type Value } from '../graph.ts';
import type { LoopGraph } from '../loop-graph.ts';
import { usesOf } from '../uses.ts';
import { sameMatrix } from './same-matrix.ts';

const biased: Readonly<Partial<Record<KernelName, KernelName>>> = {
  'matmul.nn': 'matmulBias.nn',
  'matmul.nt': 'matmulBias.nt',
};

/**
 * Turns `add(product, bias)` into a product with a bias, where nobody else reads the product and the bias is there before the loop. The
 * bits are the same: the bias is added to the finished product.
 */
export function withBias(graph: LoopGraph): LoopGraph {
  const results = new Set<Value>(graph.results.map(({ operand }) => operand.value));
  let calls: readonly Call[] = graph.calls;
  for (let position = 0; position < calls.length; ) {
    const changed = fused(calls, position, results);
    if (changed === undefined) position++;
    else calls = changed;
  }
  return { ...graph, calls };
}

function fused(calls: readonly Call[], position: number, results: ReadonlySet<Value>): Call[] | undefined {
  const sum = calls[position]!;
  if (sum.kernel !== 'binary.add' || sum.form !== 'rows') return undefined;
  const [out, a, b, , , outStride, aStride, bStride, aColumn, bColumn] = sum.args as [
    Operand,
    Operand,
    Operand,
    ...Extent[],
  ];
  if (aColumn!.base !== 1 || bColumn!.base !== 1) return undefined;
  const sides = [
    { product: a, stride: aStride!, bias: b, biasStride: bStride! },
    { product: b, stride: bStride!, bias: a, biasStride: aStride! },
  ];
  for (const { product, stride, bias, biasStride } of sides) {
    const uses = usesOf(calls, product.value);
    const maker = uses.find(({ writes }) => writes);
    const kernel = maker && biased[maker.call.kernel];
    if (kernel === undefined || uses.length !== 2 || results.has(product.value)) continue;
    const { call } = maker!;
    if (call.form !== 'rows' || call.pass !== sum.pass || !sameMatrix(call, sum, product, stride)) continue;
    const stays = bias.value.count.perRow === 0 && !usesOf(calls, bias.value).some(({ writes }) => writes);
    if (!stays || biasStride.base !== 0 || biasStride.perRow !== 0) continue;
    const [, x, w, ...sizes] = call.args;
    const args = [out, x!, w!, bias, ...sizes];
    args[rowStrideIndex(kernel, 'out')] = outStride!;
    return calls.flatMap((other, at) =>
      at === maker!.position ? [] : [at === position ? { ...call, kernel, args } : other],
    );
  }
  return undefined;
}
