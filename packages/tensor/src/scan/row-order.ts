import type { Backend } from '@ostinato/backend';
import { rowsOf, type Schedule } from '@ostinato/program';
import { concat } from '../ops/concat.ts';
import { tensor, zeros } from '../ops/creation.ts';
import { indexSelect } from '../ops/index-select.ts';
import { reshape } from '../ops/reshape.ts';
import type { Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** How tensors of a scan become rows in the order of a schedule, and back. */
export interface RowOrder {
  /** Whether they already are. */
  readonly isEven: boolean;
  /** Rows of all steps. */
  readonly rows: number;
  /** `[steps, batch, ...]` to the rows of all steps `[rows, ...]`. */
  pack(x: Tensor): Tensor;
  /** The rows of all steps to `shape [steps, batch, ...]`, 0 where there is no row. */
  unpack(stack: Tensor, shape: Shape): Tensor;
  /** `[batch, ...]` with the longest sequence first. */
  sort(x: Tensor): Tensor;
  /** `[batch, ...]` in the order of the caller. */
  unsort(x: Tensor): Tensor;
}

/** The order of a schedule on a backend. */
export function rowOrderOf(schedule: Schedule, backend: Backend): RowOrder {
  const rows = rowsOf(schedule);
  const same = (x: Tensor): Tensor => x;
  const { ragged, steps, batch } = schedule;
  if (ragged === undefined) return { isEven: true, rows, pack: same, unpack: same, sort: same, unsort: same };
  const indices = (values: Int32Array): Tensor<'int32'> => tensor(values, [values.length], { dtype: 'int32', backend });
  const source = indices(ragged.source);
  const sorted = ragged.order.every((sequence, i) => sequence === i);
  const order = sorted ? undefined : indices(ragged.order);
  const inverse = sorted ? undefined : indices(invert(ragged.order, batch));
  return {
    isEven: false,
    rows,
    pack: (x) => indexSelect(reshape(x, [steps * batch, ...x.shape.slice(2)]), source),
    unpack: (stack, shape) => reshape(spread(stack, ragged.source, steps * batch), shape),
    sort: (x) => (order === undefined ? x : indexSelect(x, order)),
    unsort: (x) => (inverse === undefined ? x : indexSelect(x, inverse)),
  };
}

function invert(order: Int32Array, count: number): Int32Array {
  const inverse = new Int32Array(count);
  for (const [i, place] of order.entries()) inverse[place] = i;
  return inverse;
}

/** Rows at their places among `count`, the others 0. They are copied, not added to 0, which would make 0 of -0. */
function spread(stack: Tensor, places: Int32Array, count: number): Tensor {
  const rest = stack.shape.slice(1);
  const { backend, dtype } = stack;
  const rowOf = new Int32Array(count).fill(places.length);
  for (const [row, place] of places.entries()) rowOf[place] = row;
  const blank = zeros([1, ...rest], { dtype, backend });
  return indexSelect(concat([stack, blank], 0), tensor(rowOf, [count], { dtype: 'int32', backend }));
}
