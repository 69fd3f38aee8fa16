import { cast, indexSelect, mul, notEqual, reshape, type Tensor, where as choose } from '@ostinato/tensor';
import { fusedCrossEntropy } from '@ostinato/tensor/fused';
import { checkOnHost, type ClassLossOptions, type CountedLosses, noClass } from './class-targets.ts';

type Floats = Tensor<'float32'>;

/**
 * `classLosses(logSoftmax(logits))` in one kernel, for logits `[elements, classes]`. Undefined where there is none, and for smoothing with
 * class weights, which it does not know.
 * @throws IndexError
 */
export function fusedClassLosses(
  where: string,
  logits: Floats,
  target: Tensor<'int32'>,
  { weight, ignoreIndex, smoothing }: ClassLossOptions,
): CountedLosses | undefined {
  if (weight !== undefined && smoothing !== 0) return undefined;
  const classes = logits.shape[1]!;
  checkOnHost(where, target, ignoreIndex, classes);
  const ids = reshape(target, [-1]);
  const losses = fusedCrossEntropy(logits, ids, {
    ignoreIndex,
    smoothing,
    refuse: (position) => noClass(where, `target ${ids.dataSync()[position]} at position ${position}`, classes),
  });
  if (losses === undefined) return undefined;
  const keep = notEqual(ids, ignoreIndex);
  if (weight === undefined) return { losses, counts: cast(keep, 'float32') };
  const counts = choose(keep, indexSelect(weight, choose(keep, ids, 0)), 0);
  return { losses: mul(losses, counts), counts };
}
