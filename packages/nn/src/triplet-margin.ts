import { checkFlags, checkNumber, checkOneOf, checkOptions } from '@ostinato/base';
import { add, clip, minimum, norm, sub, type Tensor, tidy } from '@ostinato/tensor';
import { checkSameShape } from './elementwise-loss.ts';
import { reduceLoss, type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of `tripletMargin`; torch's. */
export interface TripletMarginOptions {
  /** How much farther the negative must be. Default 1. */
  readonly margin?: number;
  /** The order of the norm. Default 2. */
  readonly p?: number;
  /** Added to each difference. Default 1e-6. */
  readonly eps?: number;
  /** Whether the distance from positive to negative counts where it is smaller. Default `false`. */
  readonly swap?: boolean;
  /** Default `mean`. */
  readonly reduction?: Reduction;
}

/** `max(0, |anchor - positive| - |anchor - negative| + margin)`, all `[..., features]`. Schroff et al. 2015. @throws ShapeError */
export function tripletMargin(
  anchor: Floats,
  positive: Floats,
  negative: Floats,
  options: TripletMarginOptions = {},
): Floats {
  checkOptions('tripletMargin', options, ['margin', 'p', 'eps', 'swap', 'reduction']);
  const { p = 2, eps = 1e-6 } = options;
  checkFlags('tripletMargin', { swap: options.swap });
  checkNumber('tripletMargin', 'p', p, { min: 0 });
  checkNumber('tripletMargin', 'eps', eps);
  const margin = checkNumber('tripletMargin', 'margin', options.margin ?? 1, { min: 0 });
  const reduction = checkOneOf('tripletMargin', 'reduction', options.reduction ?? 'mean', reductions);
  checkSameShape('tripletMargin', { anchor, positive, negative });
  return tidy(() => {
    const distance = (a: Floats, b: Floats): Floats => norm(add(sub(a, b), eps), -1, { p });
    const far = distance(anchor, negative);
    const farther = options.swap === true ? minimum(far, distance(positive, negative)) : far;
    return reduceLoss(clip(add(sub(distance(anchor, positive), farther), margin), 0), reduction);
  });
}
