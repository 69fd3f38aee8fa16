import { crossEntropy } from '@ostinato/nn';
import { compile, reshape, type Tensor, tensor, tidy } from '@ostinato/tensor';

type Logits = (ids: Tensor<'int32'>) => Tensor<'float32'>;

/**
 * Mean cross-entropy in nats over a whole text, in windows of `steps` one after the other: every id but the first is predicted once, the last
 * few that fill no window in a shorter one.
 */
export function evaluateText(logits: Logits, ids: Int32Array, steps: number, most = 64): number {
  const loss = compile((inputs: Tensor<'int32'>, targets: Tensor<'int32'>) => {
    const given = logits(inputs);
    return crossEntropy(reshape(given, [-1, given.shape[2]!]), reshape(targets, [-1]));
  });
  const part = (from: number, rows: number, width: number): number =>
    tidy(() => {
      const at = (start: number) => tensor(ids.slice(start, start + rows * width), [rows, width], { dtype: 'int32' });
      return loss(at(from), at(from + 1)).dataSync()[0]! * rows * width;
    });
  const count = ids.length - 1;
  let sum = 0;
  let at = 0;
  while (at < count) {
    const rows = Math.min(most, Math.floor((count - at) / steps));
    const width = rows === 0 ? count - at : steps;
    sum += part(at, Math.max(1, rows), width);
    at += Math.max(1, rows) * width;
  }
  loss.dispose();
  return sum / count;
}
