import { type DType, ShapeError } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { concat, split } from './concat.ts';
import { checkTensor, checkTensors } from './make.ts';
import { reshape, unsqueeze } from './reshape.ts';

/** Tensors of one shape as slices along a new axis. @throws ShapeError, DTypeError, AxisError */
export function stack<D extends DType>(tensors: readonly Tensor<D>[], axis = 0): Tensor<D> {
  checkTensors('stack', tensors);
  const first = tensors[0]!;
  const at = resolveAxis('stack', axis, first.rank + 1);
  tensors.forEach((x, i) => {
    if (x.shape.join() !== first.shape.join()) {
      throw new ShapeError(`stack: tensors[${i}] is [${x.shape}], tensors[0] is [${first.shape}].`);
    }
  });
  return tidy(() =>
    concat(
      tensors.map((x) => unsqueeze(x, at)),
      at,
    ),
  );
}

/** The slices along an axis, without that axis: `[steps, batch, features]` to `steps` tensors `[batch, features]`. */
export function unstack<D extends DType>(x: Tensor<D>, axis = 0): Tensor<D>[] {
  checkTensor('unstack', 'x', x);
  const at = resolveAxis('unstack', axis, x.rank);
  if (x.rank === 0) throw new ShapeError('unstack: a scalar has no axis to unstack.');
  const rest = x.shape.filter((_, i) => i !== at);
  const parts = split(x, Array<number>(x.shape[at]!).fill(1), at);
  return parts.map((part) => {
    const view = reshape(part, rest);
    part.dispose();
    return view;
  });
}
