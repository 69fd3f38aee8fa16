import { checkNumber, checkOptions } from '@ostinato/base';
import { abs, div, sub, type Tensor } from '@ostinato/tensor';
import { elementwiseLoss, type ElementwiseLossOptions } from './elementwise-loss.ts';
import { huberLosses } from './huber.ts';

type Floats = Tensor<'float32'>;

/** Options of `smoothL1`. */
export interface SmoothL1Options extends ElementwiseLossOptions {
  /** Where the loss turns from a parabola to a line of slope 1; 0 makes it `mae`. Default 1. */
  readonly beta?: number;
}

/** `huber` divided by `beta`, so that its slope beyond is 1: Girshick 2015. @throws ShapeError when the shapes differ */
export function smoothL1(prediction: Floats, target: Floats, options: SmoothL1Options = {}): Floats {
  checkOptions('smoothL1', options, ['beta', 'reduction']);
  const beta = checkNumber('smoothL1', 'beta', options.beta ?? 1, { min: 0 });
  return elementwiseLoss('smoothL1', prediction, target, options, ['beta'], () =>
    beta === 0 ? abs(sub(prediction, target)) : div(huberLosses(prediction, target, beta), beta),
  );
}
