import { describe, type DType, type HostArray, StateError, typeError } from '@ostinato/base';
import { type Buffer, type Module, namedParameters, namedTensors, type Parameter, Tensor } from '@ostinato/tensor';

/** A tensor as host values: what files hold. */
export interface HostTensor {
  /** Size of each axis; `[]` for a single number. */
  readonly shape: readonly number[];
  /** Elements in row-major order. */
  readonly data: HostArray | ArrayLike<number>;
  /** What the elements are, such as `float32`. Default: what `data` tells. */
  readonly dtype?: string;
}

/** The parameters of a module, tied ones once. */
export function parameters(module: Module): Parameter[] {
  return [...namedParameters(module).values()];
}

/** Number of trained values of a module (frozen ones included), tied parameters counted once. */
export function countParameters(module: Module): number {
  return parameters(module).reduce((sum, { size }) => sum + size, 0);
}

/** The live parameters and buffers of a module by torch's keys; a tied one under each of its keys. */
export function stateDict(module: Module): Map<string, Parameter | Buffer> {
  return new Map(namedTensors(module));
}

/**
 * Copies values into a module. Strict, all or nothing: every key must be there, none may be left over, shapes must agree;
 * otherwise nothing is loaded.
 * @throws StateError that lists every missing, unexpected and misshapen key; ArgumentError, DisposedError
 */
export function loadStateDict(module: Module, values: ReadonlyMap<string, Tensor | HostTensor>): void {
  if (!(values instanceof Map)) throw typeError('loadStateDict', 'values', 'a Map of tensors by key', values);
  const own = stateDict(module);
  const missing = [...own.keys()].filter((key) => !values.has(key)).sort();
  const unexpected = Array.from(values.keys(), String)
    .filter((key) => !own.has(key))
    .sort();
  const misfits = [...own].flatMap(([key, box]) => {
    const problem = values.has(key) ? misfit(box, values.get(key)) : undefined;
    return problem === undefined ? [] : [`${key}: ${problem}`];
  });
  const problems = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 ? [`unexpected: ${unexpected.join(', ')}`] : []),
    ...misfits.sort(),
  ];
  if (problems.length > 0) throw new StateError(`loadStateDict: nothing was loaded; ${problems.join('; ')}.`);
  const loads = Array.from(own, ([key, box]) => [box, toValues(box, values.get(key)!)] as const); // all are read before one is written
  for (const [box, data] of loads) box.assign(data);
}

/** What is wrong with a value for a box, if anything. */
function misfit(box: Parameter | Buffer, value: Tensor | HostTensor | undefined): string | undefined {
  if (box.isDisposed) return 'was disposed';
  if (!Array.isArray(value?.shape)) return `expected a tensor or { shape, data }, got ${describe(value)}`;
  if (box.shape.join() !== value.shape.join()) return `expected shape [${box.shape}], got [${value.shape}]`;
  if (value instanceof Tensor)
    return value.dtype === box.dtype ? undefined : `expected ${box.dtype}, got ${value.dtype}`;
  if (value.data?.length !== box.size) return `expected ${box.size} values, got ${value.data?.length ?? 'none'}`;
  if (!fits(box.dtype, value.data)) return `expected ${box.dtype}, got ${value.dtype ?? value.data.constructor.name}`;
  const at = box.dtype === 'int32' ? Array.from(value.data, Number).findIndex((v) => v !== (v | 0)) : -1;
  return at < 0 ? undefined : `expected int32, got ${value.data[at]} in position ${at}`;
}

/** Floats may come as any float array, integers as int32 or int64. */
function fits(dtype: DType, data: HostTensor['data']): boolean {
  if (dtype === 'float32') return data instanceof Float32Array || data instanceof Float64Array || Array.isArray(data);
  if (dtype === 'int32') return data instanceof Int32Array || data instanceof BigInt64Array || Array.isArray(data);
  return data instanceof Uint8Array || Array.isArray(data);
}

const arrays = { float32: Float64Array, int32: Int32Array, bool: Uint8Array } as const;

function toValues(box: Parameter | Buffer, value: Tensor | HostTensor): HostArray {
  if (value instanceof Tensor) return value.dataSync();
  if (ArrayBuffer.isView(value.data) && !((value.data as unknown) instanceof BigInt64Array))
    return value.data as HostArray;
  return arrays[box.dtype as DType].from(Array.from(value.data as ArrayLike<number>, Number));
}
