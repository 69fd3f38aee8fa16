import { ArgumentError, checkOneOf, checkOptions, DTypeError, ShapeError, typeError } from '@ostinato/base';
import { checkLengths, reshape, tensor, Tensor, where } from '@ostinato/tensor';
import type { SequenceOptions } from './sequence-layer.ts';

/** Which steps of a batch are padding: at the end, by `lengths`, or anywhere, by `mask [batch, steps]`, true = keep. */
export type Padding = Pick<SequenceOptions<unknown>, 'lengths' | 'mask'>;

/**
 * Checks what every sequence layer takes beside its input, but not the state, for an input `[batch, steps, ...]`, `[steps, batch, ...]` with
 * `timeMajor`, or, without a batch axis, `[steps, features]`. Reads no tensor.
 * @throws ArgumentError for an unknown option, bad lengths, or lengths beside a mask; ShapeError, DTypeError for a mask that does not fit
 */
export function checkSequenceOptions(
  where: string,
  input: Tensor,
  options: SequenceOptions<unknown>,
  timeMajor = false,
): void {
  checkOptions(`${where}.forward`, options, ['state', 'lengths', 'mask', 'trace', 'memory']);
  checkOneOf(`${where}.forward`, 'memory', options.memory ?? 'high', ['high', 'low']);
  if (options.trace !== undefined && typeof options.trace !== 'boolean')
    throw typeError(`${where}.forward`, 'trace', 'true or false', options.trace);
  const [batch, steps] = batchAndSteps(input);
  if (timeMajor && input.rank > 2) checkPadding(where, options, steps, batch);
  else checkPadding(where, options, batch, steps);
}

/** Checks lengths or a mask for a batch of sequences. @throws ArgumentError, ShapeError, DTypeError */
export function checkPadding(where: string, options: Padding, batch: number, steps: number): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw typeError(where, 'options', 'an object with lengths or a mask', options);
  const { lengths, mask } = options;
  if (lengths !== undefined && mask !== undefined)
    throw new ArgumentError(`${where}: give lengths or a mask, not both.`);
  if (lengths !== undefined) checkLengths(where, lengths, batch, steps);
  if (mask === undefined) return;
  if (!(mask instanceof Tensor)) throw typeError(where, 'mask', 'a tensor', mask);
  if ((mask as Tensor).dtype !== 'bool')
    throw new DTypeError(`${where}: mask must be bool, got ${mask.dtype}. Compare, as in notEqual(mask, 0).`);
  if (mask.shape.join() !== `${batch},${steps}`)
    throw new ShapeError(`${where}: mask must be [batch, steps] = [${batch},${steps}], got [${mask.shape}].`);
}

/** Sequences and steps of `[batch, steps, ...]`, or of one sequence `[steps, features]`. */
export function batchAndSteps({ shape }: Tensor): [batch: number, steps: number] {
  return shape.length === 2 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
}

/** The mask `[batch, steps]`, true = keep, on the backend of `x [batch, steps, ...]`; undefined where nothing is padded. */
export function stepMask(x: Tensor, { lengths, mask }: Padding): Tensor<'bool'> | undefined {
  if (mask !== undefined || lengths === undefined) return mask;
  const [batch, steps] = batchAndSteps(x);
  const keep = Uint8Array.from({ length: batch * steps }, (_, i) => +(i % steps < lengths[Math.floor(i / steps)]!));
  return tensor(keep, [batch, steps], { dtype: 'bool', backend: x.backend });
}

/**
 * `x [batch, steps, ...]`, or `[steps, features]`, with 0 at padded steps, whatever lay there: also NaN, and in gradients. For layers
 * that are no scan.
 * @throws ArgumentError, ShapeError, DTypeError for padding that does not fit
 */
export function maskPadding(x: Tensor<'float32'>, padding: Padding): Tensor<'float32'> {
  if (!(x instanceof Tensor)) throw typeError('maskPadding', 'x', 'a tensor', x);
  const [batch, steps] = batchAndSteps(x);
  checkPadding('maskPadding', padding, batch, steps);
  const keep = stepMask(x, padding);
  if (keep === undefined) return x;
  const axes = x.rank === 2 ? [steps, 1] : [batch, steps, ...Array<number>(x.rank - 2).fill(1)];
  return where(reshape(keep, axes), x, 0);
}
