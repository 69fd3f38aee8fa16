import { backendOf, makeTensor } from '../ops/make.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { isFirstOrder } from './is-first-order.ts';

type Floats = Tensor<'float32'>;

/** Options of `fusedCrossEntropy`. */
export interface FusedCrossEntropyOptions {
  /** Targets that do not count: their loss and gradient are 0. */
  readonly ignoreIndex: number;
  /** Share of the target that is spread over all classes. */
  readonly smoothing: number;
  /** Makes the error for a target that is no class, from its position. */
  readonly refuse: (position: number) => Error;
}

/**
 * Cross-entropy of softmax(logits), `[rows, classes]`, with int targets `[rows]`: the losses, `[rows]`.
 * @throws what `refuse` makes, where kernels check indices; BackendError
 */
export function fusedCrossEntropy(
  logits: Floats,
  target: Tensor<'int32'>,
  { ignoreIndex, smoothing, refuse }: FusedCrossEntropyOptions,
): Floats | undefined {
  const { softmaxCrossEntropy, softmaxCrossEntropyBackward } = backendOf('crossEntropy', logits, target).kernels;
  if (softmaxCrossEntropy === undefined || softmaxCrossEntropyBackward === undefined) return undefined;
  if (!isFirstOrder()) return undefined;
  const [rows, cols] = logits.shape as [number, number];
  return tidy(() => {
    const perRow = () => makeTensor(logits.backend, [rows], 'float32');
    const [losses, largest, logSum] = [perRow(), perRow(), perRow()];
    const made = [losses, largest, logSum].map((tensor) => tensor.storage());
    const given = [logits.storage(), target.storage()] as const;
    const bad = softmaxCrossEntropy(made[0], made[1], made[2], ...given, rows, cols, cols, ignoreIndex, smoothing);
    if (bad >= 0) throw refuse(bad);
    return differentiable('crossEntropy', [logits], losses, [logits, target, largest, logSum] as const, [
      (g, saved) => {
        const out = makeTensor(g.backend, [rows, cols], 'float32'); // g (softmax(logits) - target)
        const [x, ids, tops, sums] = saved.map((tensor) => tensor.storage());
        const scalars = [ignoreIndex, smoothing] as const;
        softmaxCrossEntropyBackward(out.storage(), x, ids, tops, sums, g.storage(), rows, cols, cols, cols, ...scalars);
        return out;
      },
    ]);
  });
}
