import { type KernelName, kernelTable } from '@ostinato/backend';
import type { Extent } from '../extent.ts';
import { type Call, type CallArgument, type Operand, rowStrideIndex, type Value, withArguments } from '../graph.ts';
import type { LoopGraph } from '../loop-graph.ts';
import { usesOf } from '../uses.ts';
import { sameMatrix } from './same-matrix.ts';

/**
 * Turns `add(x, product)` into a product that adds itself to x, where nobody reads x afterwards and nobody else reads the product.
 * The sum has the same bits: an `Add` kernel adds the finished product.
 */
export function withAccumulation(graph: LoopGraph): LoopGraph {
  const pinned = new Set<Value>(graph.results.map(({ operand }) => operand.value));
  // The state after a step has a place of its own at every step, which no earlier part of the program may write.
  const states = new Set<Value>(
    graph.results.flatMap(({ role, operand }) => (role === 'nextState' ? [operand.value] : [])),
  );
  const given = new Set<Value>(graph.inputs.map(({ value }) => value));
  let calls = [...graph.calls];
  for (let position = 0; position < calls.length; ) {
    const changed = states.has((calls[position]!.args[0] as Operand).value)
      ? undefined
      : accumulated(calls, position, pinned, given);
    if (changed === undefined) position++;
    else calls = changed;
  }
  return { ...graph, calls };
}

/** The form of a product that adds to its result. */
export function addForm(kernel: KernelName): KernelName | undefined {
  const name = kernel.replace(/^(matmul|matmulBias|columnSum|matmulPacked)(\.|$)/, '$1Add$2');
  return name !== kernel && Object.hasOwn(kernelTable, name) ? (name as KernelName) : undefined;
}

function accumulated(
  calls: readonly Call[],
  position: number,
  pinned: ReadonlySet<Value>,
  given: ReadonlySet<Value>,
): Call[] | undefined {
  const sum = calls[position]!;
  if (sum.kernel !== 'binary.add' || sum.form !== 'rows') return undefined;
  const [out, a, b, , cols, outStride, aStride, bStride, aColumn, bColumn] = sum.args as [
    Operand,
    Operand,
    Operand,
    ...Extent[],
  ];
  if (aColumn!.base !== 1 || bColumn!.base !== 1 || cols === undefined || outStride === undefined) return undefined;
  const sides = [
    { x: a, xStride: aStride!, product: b, productStride: bStride! },
    { x: b, xStride: bStride!, product: a, productStride: aStride! },
  ];
  for (const { x, xStride, product, productStride } of sides) {
    const uses = usesOf(calls, product.value);
    const maker = uses.find(({ writes }) => writes);
    const call = maker?.call;
    const adding = call && addForm(call.kernel);
    if (call === undefined || adding === undefined || call.form !== 'rows' || call.pass !== sum.pass) continue;
    if (uses.length !== 2 || pinned.has(product.value) || given.has(product.value)) continue;
    if (!sameMatrix(call, sum, product, productStride)) continue;
    const xUses = usesOf(calls, x.value);
    const made = xUses.some(({ writes, call: other }) => writes && other.pass === sum.pass);
    const free = !pinned.has(x.value) && !given.has(x.value) && made;
    // All of x: its other columns may be read by others.
    const whole =
      x.offset === 0 && x.value.count.base === 0 && x.value.count.perRow === cols.base && xStride.base === cols.base;
    // Who else reads x may run later than here: in the loop, where this is done before it for all steps.
    const alone = xUses.every((use) => (use.position < position ? use.writes : use.position === position));
    if (!free || !whole || x.value === product.value || !alone) continue;
    if (xUses.some((use) => use.position < position && use.position > maker!.position && use.writes)) continue;
    // The result of the sum takes the place of x: what made x makes it there.
    const added = { ...withArguments(call, placed(adding, out, outStride)), kernel: adding };
    const changed = calls.flatMap((other, at): Call[] => {
      if (at === maker!.position) return [];
      return at === position ? [added] : [other];
    });
    const makersMoved = replaceWhole(changed, x.value, out, outStride.base);
    if (makersMoved !== undefined) return makersMoved;
  }
  return undefined;
}

/** The changes that make a product write to another place. */
function placed(kernel: KernelName, out: Operand, stride: Extent): Map<number, CallArgument> {
  return new Map<number, CallArgument>([
    [0, out],
    [rowStrideIndex(kernel, 'out'), stride],
  ]);
}

/** The calls with every use of all of `value` at a place instead; undefined where one has no stride to do so. */
function replaceWhole(calls: readonly Call[], value: Value, place: Operand, stride: number): Call[] | undefined {
  const changed = [...calls];
  for (const use of usesOf(calls, value)) {
    const index = rowStrideIndex(use.call.kernel, use.name);
    const contiguous = stride === value.count.perRow;
    if (index < 0 && !contiguous) return undefined;
    const operand = { value: place.value, offset: place.offset + use.operand.offset };
    const changes = new Map<number, CallArgument>([[use.index, operand]]);
    if (!contiguous) changes.set(index, { base: stride, perRow: 0 });
    changed[use.position] = withArguments(changed[use.position]!, changes);
  }
  return changed;
}
