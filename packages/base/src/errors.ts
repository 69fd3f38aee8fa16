/**
 * The errors of every Ostinato package. Each class has a stable `code`; `instanceof` compares brands, not
 * constructors, so it also holds for an error that was thrown by another installed copy of this package.
 */

const brand: unique symbol = Symbol.for('ostinato.error') as never;

/** What every error accepts beside its message: a more specific `code`, and the error that caused it. */
export interface ErrorDetails {
  /** Stable, machine-readable reason. Default: that of the class. */
  readonly code?: string;
  /** The error that led to this one. Default: none. */
  readonly cause?: unknown;
}

/** The base class of all errors thrown by Ostinato. `code` is stable across releases, the wording is not. */
export class OstinatoError extends Error {
  /** Stable, machine-readable reason such as `SHAPE` or `ARGUMENT_TYPE`. */
  readonly code: string;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    const kind = new.target as typeof OstinatoError;
    this.name = kind.kind;
    this.code = details.code ?? kind.defaultCode;
    Object.defineProperty(this, brand, { value: lineage(kind) });
  }

  /** The class name that survives minification. */
  static readonly kind: string = 'OstinatoError';
  /** The code that an error of this class has unless its thrower gave a finer one. */
  static readonly defaultCode: string = 'OSTINATO';

  /** Whether a value is an error of this class, thrown by any installed copy of the package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const kinds = (value as { [brand]?: unknown } | null | undefined)?.[brand];
    return Array.isArray(kinds) && kinds.includes(this.kind);
  }
}

/** Names of a class and of its ancestors up to `OstinatoError`: what the brand of an instance holds. */
function lineage(kind: typeof OstinatoError): readonly string[] {
  const names: string[] = [];
  for (let at: unknown = kind; typeof at === 'function' && 'kind' in at; at = Object.getPrototypeOf(at)) {
    names.push(String(at.kind));
  }
  return names;
}

/** Shapes or element counts that do not fit together. Code `SHAPE`. */
export class ShapeError extends OstinatoError {
  static override readonly kind = 'ShapeError';
  static override readonly defaultCode = 'SHAPE';
}

/** An unknown dtype, or two that may not be mixed. Code `DTYPE`. */
export class DTypeError extends OstinatoError {
  static override readonly kind = 'DTypeError';
  static override readonly defaultCode = 'DTYPE';
}

/** An axis outside a tensor's rank, or named twice. Code `AXIS`. */
export class AxisError extends OstinatoError {
  static override readonly kind = 'AxisError';
  static override readonly defaultCode = 'AXIS';
}

/** An index or class id outside its range. Code `INDEX`. */
export class IndexError extends OstinatoError {
  static override readonly kind = 'IndexError';
  static override readonly defaultCode = 'INDEX';
}

/** Use of a tensor, module or backend after it was disposed. Code `DISPOSED`. */
export class DisposedError extends OstinatoError {
  static override readonly kind = 'DisposedError';
  static override readonly defaultCode = 'DISPOSED';
}

/** A backend that is missing, lost, or cannot do what was asked. Code `BACKEND`. */
export class BackendError extends OstinatoError {
  static override readonly kind = 'BackendError';
  static override readonly defaultCode = 'BACKEND';
}

/** An allocation beyond the limit; the backend stays usable. Code `OUT_OF_MEMORY`. */
export class OutOfMemoryError extends OstinatoError {
  static override readonly kind = 'OutOfMemoryError';
  static override readonly defaultCode = 'OUT_OF_MEMORY';
}

/** A gradient that cannot be taken or would be wrong. Code `GRAD`. */
export class GradError extends OstinatoError {
  static override readonly kind = 'GradError';
  static override readonly defaultCode = 'GRAD';
}

/** An argument or option outside its rule. Code `ARGUMENT`; `ARGUMENT_TYPE` for a wrong JavaScript type. */
export class ArgumentError extends OstinatoError {
  static override readonly kind = 'ArgumentError';
  static override readonly defaultCode = 'ARGUMENT';
}

/** NaN or infinity where a finite number is needed. Code `NUMERIC`. */
export class NumericError extends OstinatoError {
  static override readonly kind = 'NumericError';
  static override readonly defaultCode = 'NUMERIC';
}

/** Something done in the wrong order or with state of another make. Code `STATE`. */
export class StateError extends OstinatoError {
  static override readonly kind = 'StateError';
  static override readonly defaultCode = 'STATE';
}

/** Data (text, rows, sequences) that cannot be used. Code `DATA`. */
export class DataError extends OstinatoError {
  static override readonly kind = 'DataError';
  static override readonly defaultCode = 'DATA';
}

/** Bytes that are not the file format they claim to be. Code `FORMAT`. */
export class FormatError extends OstinatoError {
  static override readonly kind = 'FormatError';
  static override readonly defaultCode = 'FORMAT';
}

/** Reading or writing a file or stream failed. Code `IO`. */
export class IOError extends OstinatoError {
  static override readonly kind = 'IOError';
  static override readonly defaultCode = 'IO';
}
