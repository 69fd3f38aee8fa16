import { runtime } from '../runtime.ts';

/**
 * Whether what is computed now will be differentiated once at most. Inside a nested `valueAndGrad` the outer one differentiates
 * the gradients of the inner one, and a backward kernel has none.
 */
export function isFirstOrder(): boolean {
  return runtime().tapes.length <= 1;
}
