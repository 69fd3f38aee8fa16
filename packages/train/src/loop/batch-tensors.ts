import type { BatchEntry } from '@ostinato/data';
import { ArgumentError, type DType, typeError } from '@ostinato/base';
import { type Backend, tensor, Tensor } from '@ostinato/tensor';

/** What a loss sees of a batch: tensors by name, and whatever else the batch says (`first`, a count). */
export type BatchTensors = Readonly<Record<string, Tensor | boolean | number | string>>;

/** The batch that becomes tensors `T`: arrays with shape and dtype; what is no tensor stays as it is. */
export type BatchOf<T extends BatchTensors> = {
  readonly [K in keyof T]: T[K] extends Tensor<infer D extends DType> ? BatchEntry<D> : T[K];
};

/** Turns the arrays of a batch into tensors on a backend. @throws ArgumentError, ShapeError, DTypeError */
export function batchTensors<T extends BatchTensors>(batch: BatchOf<T>, backend: Backend): T {
  if (typeof batch !== 'object' || batch === null)
    throw typeError('trainStep', 'the batch', 'an object of arrays', batch);
  const entries = Object.entries(batch as Readonly<Record<string, unknown>>).map(([name, entry]) => {
    if (['boolean', 'number', 'string'].includes(typeof entry)) return [name, entry] as const;
    if (entry instanceof Tensor)
      throw typeError('trainStep', `batch.${name}`, 'an array entry (the step makes the tensors)', entry);
    if (!isEntry(entry)) throw typeError('trainStep', `batch.${name}`, '{ data, shape, dtype }', entry);
    return [name, tensor(entry.data, entry.shape, { dtype: entry.dtype, backend })] as const;
  });
  return Object.fromEntries(entries) as T;
}

/** Whether a part of a batch is an array with shape and dtype. */
function isEntry(value: unknown): value is BatchEntry {
  const entry = value as Partial<BatchEntry> | null | undefined;
  return ArrayBuffer.isView(entry?.data) && Array.isArray(entry.shape) && typeof entry.dtype === 'string';
}

/** The name and place of the first float of a batch that is not finite. */
export function nonFiniteEntry(batch: object): string | undefined {
  for (const [name, entry] of Object.entries(batch)) {
    if (!isEntry(entry) || entry.dtype !== 'float32') continue;
    const at = entry.data.findIndex((value: number) => !Number.isFinite(value));
    if (at >= 0) return `batch.${name}[${at}] is ${entry.data[at]}`;
  }
  return undefined;
}

/** Elements of the first array of a batch: what a progress bar counts unless told otherwise. @throws ArgumentError */
export function batchElements(batch: unknown): number {
  if (typeof batch !== 'object' || batch === null)
    throw new ArgumentError('progressBar: a batch is not an object; give count.');
  return Object.values(batch).find(isEntry)?.data.length ?? 0;
}
