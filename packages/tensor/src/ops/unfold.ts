import { checkInteger, checkOptions, type DType, ShapeError } from '@ostinato/base';
import { resolveAxis, withSize } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { checkTensor } from './make.ts';
import { contiguousStrides, strided } from './strided.ts';

/** How windows follow each other. */
export interface UnfoldOptions {
  /** Elements from one window's start to the next. Default 1. */
  readonly step?: number;
  /** Elements from one to the next inside a window. Default 1. */
  readonly dilation?: number;
}

/**
 * Windows of `size` elements along an axis: `[..., n, ...]` to `[..., windows, ..., size]`, as torch's `Tensor.unfold`.
 * Elements after the last whole window are left out.
 * @throws ShapeError when not one window fits, AxisError, ArgumentError
 */
export function unfold<D extends DType>(
  x: Tensor<D>,
  axis: number,
  size: number,
  options: UnfoldOptions = {},
): Tensor<D> {
  checkTensor('unfold', 'x', x);
  checkOptions('unfold', options, ['step', 'dilation']);
  const { step = 1, dilation = 1 } = options;
  const at = resolveAxis('unfold', axis, x.rank);
  checkInteger('unfold', 'size', size, { min: 1 });
  checkInteger('unfold', 'step', step, { min: 1 });
  checkInteger('unfold', 'dilation', dilation, { min: 1 });
  const reach = (size - 1) * dilation + 1;
  const length = x.shape[at] ?? 1;
  if (x.rank === 0 || reach > length) {
    throw new ShapeError(
      `unfold: a window that reaches over ${reach} elements does not fit axis ${at} of [${x.shape}].`,
    );
  }
  const own = contiguousStrides(x.shape);
  const windows = Math.floor((length - reach) / step) + 1;
  return strided('unfold', x, {
    shape: [...withSize(x.shape, at, windows), size],
    strides: [...own.map((stride, i) => (i === at ? stride * step : stride)), own[at]! * dilation],
    offset: 0,
  });
}
