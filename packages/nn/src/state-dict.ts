import { type DType, type HostArray, StateError } from '@ostinato/base';
import { type Buffer, type Module, namedParameters, namedTensors, type Parameter, Tensor } from '@ostinato/tensor';

/** A tensor as host values: what files hold. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly data: HostArray | ArrayLike<number>;
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
 * @throws StateError that lists every missing, unexpected and misshapen key
 */
export function loadStateDict(module: Module, values: ReadonlyMap<string, Tensor | HostTensor>): void {
  const own = stateDict(module);
  const missing = [...own.keys()].filter((key) => !values.has(key)).sort();
  const unexpected = [...values.keys()].filter((key) => !own.has(key)).sort();
  const misfits = [...own].flatMap(([key, box]) => {
    const value = values.get(key);
    const problem = value && misfit(box, value);
    return problem === undefined ? [] : [`${key}: ${problem}`];
  });
  const problems = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 ? [`unexpected: ${unexpected.join(', ')}`] : []),
    ...misfits,
  ];
  if (problems.length > 0) throw new StateError(`loadStateDict: nothing was loaded; ${problems.join('; ')}.`);
  for (const [key, box] of own) box.assign(toValues(box, values.get(key)!));
}

/** What is wrong with a value for a box, if anything. */
function misfit(box: Parameter | Buffer, value: Tensor | HostTensor): string | undefined {
  if (box.shape.join() !== value.shape.join()) return `expected shape [${box.shape}], got [${value.shape}]`;
  if (value instanceof Tensor) return value.dtype === box.dtype ? undefined : `expected ${box.dtype}, got ${value.dtype}`;
  if (value.data.length !== box.size) return `expected ${box.size} values, got ${value.data.length}`;
  return fits(box.dtype, value.data) ? undefined : `expected ${box.dtype}, got ${value.dtype ?? value.data.constructor.name}`;
}

/** Floats may come as any float array, integers as int32. */
function fits(dtype: DType, data: HostTensor['data']): boolean {
  if (dtype === 'float32') return data instanceof Float32Array || data instanceof Float64Array || Array.isArray(data);
  if (dtype === 'int32') return data instanceof Int32Array || data instanceof BigInt64Array || Array.isArray(data);
  return data instanceof Uint8Array || Array.isArray(data);
}

function toValues(box: Parameter | Buffer, value: Tensor | HostTensor): HostArray {
  if (value instanceof Tensor) return value.dataSync();
  if (ArrayBuffer.isView(value.data) && !((value.data as unknown) instanceof BigInt64Array)) return value.data as HostArray;
  const numbers = Array.from(value.data as ArrayLike<number>, Number);
  return box.dtype === 'int32' ? Int32Array.from(numbers) : Float64Array.from(numbers);
}
