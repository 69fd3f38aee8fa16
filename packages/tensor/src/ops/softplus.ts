import { checkNumber, checkOptions } from '@ostinato/base';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { div, mul } from './binary.ts';
import { greater } from './compare.ts';
import { matrixOf } from './define-binary.ts';
import { checkTensor, makeTensor } from './make.ts';
import { sigmoid } from './unary.ts';
import { where } from './where.ts';

type Floats = Tensor<'float32'>;

/** Options of `softplus`. */
export interface SoftplusOptions {
  /** How sharp the bend is. Default 1. */
  readonly beta?: number;
  /** Where `beta x` exceeds this, the result is `x`. Default 20, as in torch. */
  readonly threshold?: number;
}

/** `log(1 + exp(beta x)) / beta`, a smooth `relu`. @throws ArgumentError when `beta` is not positive */
export function softplus(x: Floats, options: SoftplusOptions = {}): Floats {
  checkTensor('softplus', 'x', x, 'float32');
  checkOptions('softplus', options, ['beta', 'threshold']);
  const beta = checkNumber('softplus', 'beta', options.beta ?? 1, { above: 0 });
  const threshold = checkNumber('softplus', 'threshold', options.threshold ?? 20);
  return tidy(() => {
    const scaled = beta === 1 ? x : mul(x, beta);
    const smooth = beta === 1 ? stable(scaled) : div(stable(scaled), beta);
    return threshold === Infinity ? smooth : where(greater(scaled, threshold), x, smooth);
  });
}

function stable(x: Floats): Floats {
  const out = makeTensor(x.backend, x.shape, 'float32');
  const [rows, cols] = matrixOf(x.shape);
  x.backend.kernels['unary.softplus'](out.storage(), x.storage(), rows, cols, cols, cols);
  return differentiable(
    'softplus',
    [x],
    out,
    [x],
    [
      (g, [value]) => mul(g, sigmoid(value)), // sigmoid(x)
    ],
  );
}
