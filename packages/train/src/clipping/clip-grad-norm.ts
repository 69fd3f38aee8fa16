import { ArgumentError, checkNumber, checkOptions, describe } from '@ostinato/base';
import {
  abs,
  add,
  div,
  minimum,
  mul,
  reshape,
  sqrt,
  square,
  stack,
  sum,
  type Tensor,
  tidy,
  zeros,
} from '@ostinato/tensor';
import { type GradientTree, gradientsIn, mapGradients } from './map-gradients.ts';

type Floats = Tensor<'float32'>;

/** Options of `clipGradNorm`. */
export interface ClipGradNormOptions {
  /** 1, 2 or Infinity (the largest magnitude). Default 2. */
  readonly normType?: number;
}

/** The largest magnitude of a tensor; NaN when one is NaN. */
function largest(x: Floats): Floats {
  const out = zeros([], { backend: x.backend });
  x.backend.kernels['reduce.max'](out.storage(), abs(x).storage(), 1, x.size, 1, x.size);
  return out;
}

/** Norms of a tensor by kind. */
const norms: ReadonlyMap<number, (x: Floats) => Floats> = new Map([
  [1, (x) => sum(abs(x))],
  [2, (x) => sqrt(sum(square(x)))],
  [Infinity, largest],
]);

/** The norm of all gradients as one vector: torch takes it of the tensors' norms. Scalar; 0 when there are none. */
export function gradientNorm(gradients: GradientTree, normType = 2): Floats {
  const norm = norms.get(checkNumber('clipGradNorm', 'normType', normType));
  if (norm === undefined)
    throw new ArgumentError(`clipGradNorm: normType must be 1, 2 or Infinity, got ${describe(normType)}.`);
  return tidy(() => {
    const each = gradientsIn('clipGradNorm', gradients).filter(({ size }) => size > 0);
    if (each.length === 0) return zeros([]);
    return reshape(norm(stack(each.map(norm))), []);
  });
}

/** Every gradient times `min(1, maxNorm / (norm + 1e-6))`. */
export function scaleToNorm<G extends GradientTree>(gradients: G, norm: Floats, maxNorm: number): G {
  return tidy(() => {
    const factor = minimum(div(maxNorm, add(norm, 1e-6)), 1);
    return mapGradients(gradients, (gradient) => mul(gradient, factor));
  });
}

/**
 * Scales all gradients by one factor so that their norm is at most `maxNorm`, as `torch.nn.utils.clip_grad_norm_`:
 * `min(1, maxNorm / (norm + 1e-6))` (Pascanu et al. 2013). Returns new gradients in the form they came in, and the norm
 * before clipping, a scalar tensor: nothing is read back. A norm that is not finite makes the gradients so too.
 * @throws ArgumentError for `maxNorm` below 0 or another `normType`
 *
 * @example
 * const { gradients: clipped, norm } = clipGradNorm(gradients, 1);
 */
export function clipGradNorm<G extends GradientTree>(
  gradients: G,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): {
  /** The gradients, scaled. */
  gradients: G;
  /** Their norm before that, `[]`. */
  norm: Floats;
} {
  checkOptions('clipGradNorm', options, ['normType']);
  checkNumber('clipGradNorm', 'maxNorm', maxNorm, { min: 0 });
  return tidy(() => {
    const norm = gradientNorm(gradients, options.normType);
    return { gradients: scaleToNorm(gradients, norm, maxNorm), norm };
  });
}
