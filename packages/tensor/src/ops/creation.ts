import type { Backend } from '@ostinato/backend';
import {
  checkDType,
  checkInteger,
  checkOptions,
  type DType,
  DTypeError,
  type HostArray,
  ShapeError,
  typeError,
} from '@ostinato/base';
import { Block } from '../block.ts';
import { isNumber } from '../compile/host.ts';
import { checkBackend, currentBackend } from '../runtime.ts';
import { checkShape, type Shape, sizeOf } from '../shape.ts';
import { type NestedArray, Tensor } from '../tensor.ts';
import { makeTensor, own } from './make.ts';

/** Where and as what a new tensor is made. */
export interface CreationOptions<D extends DType = DType> {
  /** Default: `float32`; for nested arrays of booleans `bool`. */
  readonly dtype?: D;
  /** Default: the current backend. */
  readonly backend?: Backend;
}

function resolve<D extends DType>(where: string, options: CreationOptions<D>): { dtype: D; backend: Backend } {
  checkOptions(where, options, ['dtype', 'backend']);
  const dtype = checkDType(where, options.dtype ?? 'float32') as D;
  return { dtype, backend: options.backend === undefined ? currentBackend() : checkBackend(where, options.backend) };
}

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Whether a value can be one of a dtype; any can be a float. */
const fits = {
  int32: (value: number | boolean) => Number(value) === (Number(value) | 0),
  bool: (value: number | boolean) => Number(value) === 0 || Number(value) === 1,
} as const;

/** @throws DTypeError where a value cannot be one of the dtype */
function checkValues(dtype: DType, values: ArrayLike<number | boolean>): void {
  if (dtype === 'float32' || (dtype === 'int32' && values instanceof Int32Array)) return;
  const canBe = fits[dtype];
  for (let i = 0; i < values.length; i++) {
    if (!canBe(values[i]!)) throw new DTypeError(`tensor: element ${i} is ${values[i]}, which is not ${dtype}.`);
  }
}

/** Values in the array type that a backend reads: themselves where they are in it, for writing copies them. */
function hostValues(dtype: DType, values: ArrayLike<number | boolean>, backend: Backend): HostArray {
  const HostValues = dtype === 'float32' && backend.float === 'float64' ? Float64Array : arrays[dtype];
  return values instanceof HostValues ? values : new HostValues(values as ArrayLike<number>);
}

/** Shape of nested arrays, and their numbers in row order. @throws ShapeError where they are ragged */
function flatten(value: unknown, path: string, flat: (number | boolean)[]): Shape {
  if (typeof value === 'number' || typeof value === 'boolean') {
    flat.push(value);
    return [];
  }
  if (!Array.isArray(value)) throw typeError('tensor', `values${path}`, 'a number, a boolean or an array', value);
  let first: Shape | undefined;
  for (const [i, part] of value.entries()) {
    const shape = flatten(part, `${path}[${i}]`, flat);
    first ??= shape;
    if (shape.join() !== first.join()) {
      throw new ShapeError(
        `tensor: ragged array: ${path || 'values'}[${i}] has shape [${shape}], those before it [${first}].`,
      );
    }
  }
  return [value.length, ...(first ?? [])];
}

/**
 * A tensor from a number, nested arrays, or a typed array with a shape.
 * `tensor([[1, 2], [3, 4]])`, `tensor(new Float32Array(6), [2, 3])`, `tensor([1, 2], { dtype: 'int32' })`
 * @throws ShapeError when lengths and shape do not fit, DTypeError, StateError without a backend
 */
export function tensor<D extends DType = 'float32'>(values: NestedArray, options?: CreationOptions<D>): Tensor<D>;
export function tensor<D extends DType = 'float32'>(
  values: HostArray | readonly number[],
  shape: Shape,
  options?: CreationOptions<D>,
): Tensor<D>;
export function tensor(
  values: NestedArray | HostArray | readonly number[],
  second?: Shape | CreationOptions,
  third?: CreationOptions,
): Tensor {
  const given = Array.isArray(second) ? checkShape('tensor', second) : undefined;
  const { options = {} } = { options: given === undefined ? (second as CreationOptions | undefined) : third };
  checkOptions('tensor', options, ['dtype', 'backend']);
  if (ArrayBuffer.isView(values)) {
    const natural = values instanceof Int32Array ? 'int32' : values instanceof Uint8Array ? 'bool' : 'float32';
    return fromFlat(values, given ?? [values.length], { dtype: natural, ...options });
  }
  const flat: (number | boolean)[] = [];
  const shape = flatten(values, '', flat);
  const natural = flat.length > 0 && flat.every((value) => typeof value === 'boolean') ? 'bool' : 'float32';
  return fromFlat(flat, given ?? shape, { dtype: natural, ...options });
}

function fromFlat(values: ArrayLike<number | boolean>, shape: Shape, options: CreationOptions): Tensor {
  const { dtype, backend } = resolve('tensor', options);
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(`tensor: shape [${shape}] needs ${sizeOf(shape)} values, got ${values.length}.`);
  }
  checkValues(dtype, values);
  const data = hostValues(dtype, values, backend);
  return own(new Tensor(Block.from(backend, dtype, data), 0, checkShape('tensor', shape), dtype));
}

/** A tensor of `shape` filled with one value. */
export function full<D extends DType = 'float32'>(
  shape: Shape,
  value: number,
  options: CreationOptions<D> = {},
): Tensor<D> {
  const { dtype, backend } = resolve('full', options);
  if (!isNumber(value)) throw typeError('full', 'value', 'a number', value);
  if (typeof value === 'number' || dtype !== 'float32') checkValues(dtype, [value]);
  const out = makeTensor(backend, checkShape('full', shape), dtype);
  backend.kernels[`fill.${dtype as DType}`](out.storage(), 1, out.size, out.size, value);
  return out;
}

/** A tensor of zeros (`false` for bool). */
export function zeros<D extends DType = 'float32'>(shape: Shape, options: CreationOptions<D> = {}): Tensor<D> {
  return full(shape, 0, options);
}

/** A tensor of ones (`true` for bool). */
export function ones<D extends DType = 'float32'>(shape: Shape, options: CreationOptions<D> = {}): Tensor<D> {
  return full(shape, 1, options);
}

/** `[0, 1, ..., count - 1]`. Default dtype `int32`. */
export function arange<D extends DType = 'int32'>(count: number, options: CreationOptions<D> = {}): Tensor<D> {
  checkInteger('arange', 'count', count, { min: 0 });
  checkOptions('arange', options, ['dtype', 'backend']);
  return tensor(
    Int32Array.from({ length: count }, (_, i) => i),
    [count],
    { dtype: 'int32' as D, ...options },
  );
}
