import { ArgumentError, describe } from '@ostinato/base';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Checks that a value survives JSON unchanged and returns it.
 * @throws ArgumentError naming the path of a part that does not (undefined, NaN, a function, a tensor)
 */
export function checkJson(where: string, path: string, value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((part, i) => checkJson(where, `${path}[${i}]`, part));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, checkJson(where, `${path}.${key}`, part)]),
    );
  }
  throw new ArgumentError(`${where}: ${path} must be plain JSON, got ${describe(value)}.`, { code: 'ARGUMENT_TYPE' });
}

/** Whether a value is a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether two JSON values are equal; the order of keys does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((part, i) => sameJson(part, b[i]));
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b) || (a === 0 && b === 0);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key] as Json, b[key] as Json))
  );
}
