import { typeError } from '@ostinato/base';
import { Buffer, Parameter } from './parameter.ts';
import { Tensor } from './tensor.ts';

/**
 * A module is any object whose own fields hold parameters, buffers, modules, or arrays of them. Keys are the paths in
 * snake_case, as in a torch state dict: field `weightIhL0` of `encoder` is `encoder.weight_ih_l0`. A class may override
 * names by `static stateDictNames: Record<field, name>`. `#private` fields are not seen.
 */
export type Module = object;

/** `weightIhL0` to `weight_ih_l0`, `linear1` stays. */
function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function nameOf(owner: object, field: string): string {
  const { stateDictNames } = (owner.constructor ?? {}) as { stateDictNames?: Readonly<Record<string, string>> };
  if (stateDictNames !== undefined && Object.hasOwn(stateDictNames, field)) return stateDictNames[field]!;
  return snakeCase(field);
}

/** Every parameter and buffer of a module with its key, in the order of fields. A tied one comes under each of its keys. */
export function namedTensors(module: Module): Generator<[string, Parameter | Buffer]> {
  if (typeof module !== 'object' || module === null)
    throw typeError('namedTensors', 'module', 'an object that holds parameters', module);
  return walk(module, '', []);
}

function* walk(module: Module, prefix: string, above: readonly object[]): Generator<[string, Parameter | Buffer]> {
  if (above.includes(module)) return;
  for (const [field, value] of Object.entries(module)) {
    if (typeof value !== 'object' || value === null) continue;
    const key = prefix + (Array.isArray(module) ? field : nameOf(module, field));
    if (value instanceof Parameter || value instanceof Buffer) yield [key, value];
    else if (!(value instanceof Tensor || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set)) {
      yield* walk(value, `${key}.`, [...above, module]);
    }
  }
}

/** Every parameter of a module by its state-dict key; a tied one only under its first. */
export function namedParameters(module: Module): Map<string, Parameter> {
  const found = new Map<string, Parameter>();
  const seen = new Set<Parameter>();
  for (const [key, box] of namedTensors(module)) {
    if (!(box instanceof Parameter) || seen.has(box)) continue;
    seen.add(box);
    found.set(key, box);
  }
  return found;
}
