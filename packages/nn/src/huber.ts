import { checkNumber, checkOptions } from '@ostinato/base';
import { abs, clip, mul, sub, type Tensor } from '@ostinato/tensor';
import { elementwiseLoss, type ElementwiseLossOptions } from './elementwise-loss.ts';

type Floats = Tensor<'float32'>;

/** Options of `huber`. */
export interface HuberOptions extends ElementwiseLossOptions {
  /** Where the loss turns from a parabola to a line. Default 1. */
  readonly delta?: number;
}

/** Half the square of errors up to `delta`, a line beyond: Huber 1964. @throws ShapeError when the shapes differ */
export function huber(prediction: Floats, target: Floats, options: HuberOptions = {}): Floats {
  checkOptions('huber', options, ['delta', 'reduction']);
  const delta = checkNumber('huber', 'delta', options.delta ?? 1, { above: 0 });
  return elementwiseLoss('huber', prediction, target, options, ['delta'], () => huberLosses(prediction, target, delta));
}

/** With `m = min(|d|, delta)`: `m (|d| - m / 2)`, which is `d^2 / 2` up to `delta` and `delta (|d| - delta / 2)` beyond. */
export function huberLosses(prediction: Floats, target: Floats, delta: number): Floats {
  const distance = abs(sub(prediction, target));
  const near = clip(distance, 0, delta);
  return mul(near, sub(distance, mul(near, 0.5)));
}
