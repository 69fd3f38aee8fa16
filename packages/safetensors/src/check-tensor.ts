import { ArgumentError, checkInteger, checkOneOf, describe, ShapeError, typeError } from '@ostinato/base';
import { elementCount } from './element-count.ts';
import { metadataKey } from './header.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { tensorTypeNames, tensorTypes } from './tensor-type.ts';

const where = 'encodeSafetensors';
const loneSurrogate = /\p{Surrogate}/u;

/** Checks that a value is a string that UTF-8 can hold, and returns it. @throws ArgumentError */
export function checkText(name: string, value: unknown): string {
  if (typeof value !== 'string') throw typeError(where, name, 'a string', value);
  if (!loneSurrogate.test(value)) return value;
  throw new ArgumentError(`${where}: ${name} ${describe(value)} holds half of a surrogate pair, which UTF-8 cannot.`);
}

/** Checks a tensor's name. @throws ArgumentError */
export function checkName(name: unknown): string {
  if (checkText("a tensor's name", name) !== metadataKey) return name as string;
  throw new ArgumentError(`${where}: the name "${metadataKey}" is taken by the format; give the tensor another name.`);
}

/** Checks dtype, shape and data of one tensor. @throws ArgumentError, or ShapeError when the sizes differ */
export function checkTensor(name: string, tensor: unknown): TensorEntry {
  const at = `${where}: tensor ${describe(name)}`;
  if (typeof tensor !== 'object' || tensor === null) {
    throw typeError(at, 'the entry', 'an object { dtype, shape, data }', tensor);
  }
  const { dtype, shape, data } = tensor as Partial<TensorEntry>;
  const { array } = tensorTypes[checkOneOf(at, 'dtype', dtype, tensorTypeNames)];
  if (!Array.isArray(shape)) throw typeError(at, 'shape', 'an array of sizes', shape);
  for (const [axis, size] of shape.entries()) checkInteger(at, `shape[${axis}]`, size, { min: 0 });
  if (Object.prototype.toString.call(data) !== `[object ${array.name}]`) {
    throw typeError(at, 'data', `a ${array.name} for dtype ${dtype}`, data);
  }
  const count = elementCount(shape);
  if (count === data?.length) return tensor as TensorEntry;
  throw new ShapeError(`${at}: shape [${shape.join(', ')}] holds ${count} elements, data has ${data?.length}.`);
}
