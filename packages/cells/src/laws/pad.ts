import { reshape, tensor, type Tensor, transpose, where } from '@ostinato/tensor';
import { broken } from './compare.ts';
import type { Subject } from './law.ts';
import type { Padding } from './run.ts';

/** Which steps are padding, `keep [batch, steps]`, and how `scan` is told so. */
export interface Pattern {
  readonly keep: Tensor<'bool'>;
  readonly padding: Padding;
}

function keepMask({ batch, steps, backend }: Subject, kept: (row: number, step: number) => boolean): Tensor<'bool'> {
  const values = Uint8Array.from({ length: batch * steps }, (_, i) => +kept(Math.floor(i / steps), i % steps));
  return tensor(values, [batch, steps], { dtype: 'bool', backend });
}

/** Full, half and empty rows in turn. */
export function raggedPattern(subject: Subject): Pattern {
  const { batch, steps } = subject;
  const lengths = Array.from({ length: batch }, (_, row) => [steps, steps >> 1, 0][row % 3]!);
  return { keep: keepMask(subject, (row, step) => step < lengths[row]!), padding: { lengths } };
}

/** Every third step is left out, another one in each row. */
export function holesPattern(subject: Subject): Pattern {
  const mask = keepMask(subject, (row, step) => step % 3 !== row % 3);
  return { keep: mask, padding: { mask } };
}

/** `x [steps, batch, features]` with `value` in all padded steps. */
export function fillPadding(x: Tensor<'float32'>, keep: Tensor<'bool'>, value: number): Tensor<'float32'> {
  return where(reshape(transpose(keep), [x.shape[0]!, x.shape[1]!, 1]), x, value);
}

/** Throws unless `x [steps, batch, features]` is 0 in all padded steps. */
export function expectZeroPadding(what: string, x: Tensor, keep: Tensor<'bool'>): void {
  const [values, kept, features] = [x.dataSync(), transpose(keep).dataSync(), x.shape[2]!];
  const at = values.findIndex((value: number, i: number) => kept[Math.floor(i / features)] === 0 && value !== 0);
  if (at >= 0)
    throw broken(`${what}: element ${at} of [${x.shape}] lies in the padding and is ${values[at]}, expected 0.`);
}
