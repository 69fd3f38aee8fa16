import { ArgumentError } from './errors.ts';
import { nearestName } from './nearest.ts';

/** A short description of any value for an error message: `null`, `"text"`, `a plain array`, `3`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a plain array';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object') return `a value of type ${value.constructor?.name ?? 'Object'}`;
  return `${String(value)}`;
}

/** An `ArgumentError` with code `ARGUMENT_TYPE`: `where`, the argument's name, what was expected, what came. */
export function typeError(where: string, name: string, expected: string, got: unknown): ArgumentError {
  return new ArgumentError(`${where}: ${name} must be ${expected}, got ${describe(got)}.`, { code: 'ARGUMENT_TYPE' });
}

/** Bounds of a numeric argument; both ends are included unless `above` is used. */
export interface NumberRule {
  /** The smallest value. Default: no bound. */
  readonly min?: number;
  /** The largest value. Default: no bound. */
  readonly max?: number;
  /** The value must be greater than this. */
  readonly above?: number;
  /** The value must be less than this. */
  readonly below?: number;
}

function inWords(rule: NumberRule): string {
  const parts: string[] = [];
  if (rule.min !== undefined) parts.push(`at least ${rule.min}`);
  if (rule.above !== undefined) parts.push(`greater than ${rule.above}`);
  if (rule.max !== undefined) parts.push(`at most ${rule.max}`);
  if (rule.below !== undefined) parts.push(`less than ${rule.below}`);
  return parts.join(' and ');
}

/** Checks a number against a rule and returns it. @throws ArgumentError (`ARGUMENT_TYPE` when it is no number) */
export function checkNumber(where: string, name: string, value: unknown, rule: NumberRule = {}): number {
  if (typeof value !== 'number') throw typeError(where, name, 'a number', value);
  const fits =
    value >= (rule.min ?? -Infinity) &&
    value <= (rule.max ?? Infinity) &&
    (rule.above === undefined || value > rule.above) &&
    (rule.below === undefined || value < rule.below);
  if (!fits) throw new ArgumentError(`${where}: ${name} must be ${inWords(rule) || 'a number'}, got ${value}.`);
  return value;
}

/** Checks a whole number against a rule and returns it. @throws ArgumentError */
export function checkInteger(where: string, name: string, value: unknown, rule: NumberRule = {}): number {
  if (typeof value !== 'number') throw typeError(where, name, 'a whole number', value);
  if (!Number.isSafeInteger(value)) {
    throw new ArgumentError(`${where}: ${name} must be a whole number, got ${value}.`);
  }
  return checkNumber(where, name, value, rule);
}

/**
 * Checks that an argument is a function and returns it.
 * @typeParam F its exact type
 * @throws ArgumentError
 */
export function checkFunction<F extends (...args: never[]) => unknown>(where: string, name: string, value: F): F {
  if (typeof value !== 'function') throw typeError(where, name, 'a function', value);
  return value;
}

/** What is used of an `AbortSignal`, spelled out: the types need neither those of the DOM nor those of Node. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** What it fired with. */
  readonly reason: unknown;
  /** Throws the reason, if it has fired. */
  throwIfAborted(): void;
  /** Calls the listener when it fires. */
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  /** Takes the listener away again. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Checks that an argument is an `AbortSignal`, if it is there. @throws ArgumentError */
export function checkSignal(where: string, signal: unknown): void {
  if (signal === undefined || typeof (signal as Partial<AbortSignalLike> | null)?.throwIfAborted === 'function') return;
  throw typeError(where, 'signal', 'an AbortSignal', signal);
}

/** Checks that a value is one of a list of strings and returns it. @throws ArgumentError naming the nearest one */
export function checkOneOf<const T extends string>(
  where: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  if (typeof value !== 'string') throw typeError(where, name, `one of ${allowed.join(', ')}`, value);
  if ((allowed as readonly string[]).includes(value)) return value as T;
  const near = nearestName(value, allowed);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new ArgumentError(`${where}: ${name} must be one of ${allowed.join(', ')}, got ${describe(value)}.${hint}`);
}

/** Checks options that are true or false; `undefined` stands for the default. @throws ArgumentError */
export function checkFlags(where: string, flags: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined && typeof value !== 'boolean') throw typeError(where, name, 'true or false', value);
  }
}

/**
 * Checks an options object: it must be a plain object without keys outside `allowed`, and only those in `nullable` may be
 * `null`, which is not a way to ask for a default.
 * @throws ArgumentError that names the nearest allowed key of a misspelt one
 */
export function checkOptions(
  where: string,
  options: unknown,
  allowed: readonly string[],
  nullable: readonly string[] = [],
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw typeError(where, 'options', 'an object', options);
  }
  for (const [key, value] of Object.entries(options)) {
    if (value === null && allowed.includes(key) && !nullable.includes(key))
      throw typeError(where, key, 'left out for its default', value);
    if (allowed.includes(key)) continue;
    const near = nearestName(key, allowed);
    const hint = near === undefined ? `Known options: ${allowed.join(', ')}.` : `Did you mean "${near}"?`;
    throw new ArgumentError(`${where}: unknown option "${key}". ${hint}`, { code: 'ARGUMENT_OPTION' });
  }
}
