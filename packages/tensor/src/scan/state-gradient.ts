import { viewTensor } from '../ops/make.ts';
import { hardShrink } from '../ops/piecewise-activations.ts';
import { runtime } from '../runtime.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { mapTree } from '../tree.ts';

/**
 * What a gradient of the state must exceed to be handed on to the step before, `2 ** -100`. A gradient that vanishes would otherwise spend
 * dozens of steps among numbers below 1e-38, with which processors multiply a hundred times more slowly (ADR 30). Nothing is left out where
 * numbers have 64 bits.
 */
const negligible = 2 ** -100;

/** A state as it is, through which negligible gradients do not come back. */
export function withoutNegligibleGradients<S>(state: S): S {
  if (runtime().tapes.length === 0) return state;
  return mapTree(state, (tensor) => {
    if (tensor.dtype !== 'float32' || tensor.backend.float === 'float64') return tensor;
    const same = viewTensor(tensor as Tensor<'float32'>, tensor.shape);
    return differentiable('scan', [tensor], same, [], [(gradient) => hardShrink(gradient, negligible)]);
  });
}
