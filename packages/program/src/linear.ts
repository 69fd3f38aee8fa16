import { type Call, touches, type Value } from './graph.ts';

/** Kernels that are linear in all they read. */
const additive =
  /^(binary\.(add|sub)|copy\.float32|unary\.neg|scalar\.(mul|div)|strided\.float32|stridedSum|columnSum|reduce\.sum|concat\.float32)$/;

/** Kernels that are linear in each operand alone, and in all named ones together. */
const multiplicative: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^binary\.mul$/, ['a', 'b']],
  [/^binary\.div$/, ['a']],
  [/^(matmul|batchMatmul)\./, ['a', 'b']],
  [/^(scatterRows|scatterColumns|gatherColumns\.float32)$/, ['x']],
  [/^gatherRows\.float32$/, ['table']],
  [/^(dropoutBackward|geluBackward\..*)$/, ['gradient']],
];

/** Whether what a call writes is a linear function of `varying` among what it reads. */
export function isLinear(call: Call, varying: (value: Value) => boolean): boolean {
  const names = touches(call).flatMap(({ reads, name, operand }) => (reads && varying(operand.value) ? [name] : []));
  if (additive.test(call.kernel)) return true;
  if (call.kernel === 'where.float32') return !names.includes('condition');
  const row = multiplicative.find(([kernel]) => kernel.test(call.kernel));
  return row !== undefined && names.length === 1 && row[1].includes(names[0]!);
}
