import { checkNumber } from '@ostinato/base';
import { maximum, minimum, tidy } from '@ostinato/tensor';
import { type GradientTree, gradientsIn, mapGradients } from './map-gradients.ts';

/**
 * Cuts every element of every gradient to `[-clipValue, clipValue]`, as `torch.nn.utils.clip_grad_value_`. Returns new
 * gradients in the form they came in; NaN stays NaN.
 * @throws ArgumentError for `clipValue` below 0
 */
export function clipGradValue<G extends GradientTree>(gradients: G, clipValue: number): G {
  checkNumber('clipGradValue', 'clipValue', clipValue, { min: 0 });
  gradientsIn('clipGradValue', gradients);
  return tidy(() => mapGradients(gradients, (gradient) => minimum(maximum(gradient, -clipValue), clipValue)));
}
