/** Registers what a misuse must leave alone, and returns it: tensors, modules, optimizers, generators, arrays, or a function that reads a value. */
export type Watch = <T>(subject: T) => T;

/** A call that must throw before anything has changed. */
export interface Misuse {
  readonly label: string;
  /** The class, such as `ShapeError`. */
  readonly error: string;
  /** The stable code; that of the class unless there is a finer one. */
  readonly code: string;
  /** What the message must mention. */
  readonly mentions: readonly string[];
  /** Makes what the call needs and returns the call. */
  readonly arrange: (watch: Watch) => (() => unknown) | Promise<() => unknown>;
}

/** What is done about a row: calls that throw, properties that hold, why it cannot happen, what is missing. */
export interface Coverage {
  readonly misuses?: readonly Misuse[];
  readonly holds?: Readonly<Record<string, () => void | Promise<void>>>;
  readonly byDesign?: string;
  readonly notYet?: string;
}

const codes: Readonly<Record<string, string>> = {
  ArgumentError: 'ARGUMENT',
  AxisError: 'AXIS',
  BackendError: 'BACKEND',
  DataError: 'DATA',
  DisposedError: 'DISPOSED',
  DTypeError: 'DTYPE',
  GradError: 'GRAD',
  IndexError: 'INDEX',
  IOError: 'IO',
  ShapeError: 'SHAPE',
  StateError: 'STATE',
};

/** A misuse; `error` is a class, or a class and its finer code: `'ArgumentError ARGUMENT_TYPE'`. */
export function misuse(label: string, error: string, mentions: readonly string[], arrange: Misuse['arrange']): Misuse {
  const [kind, code = codes[kind!]] = error.split(' ');
  return { label, error: kind!, code: code!, mentions, arrange };
}

/** A misuse without anything to make beforehand. */
export function wrongCall(label: string, error: string, mentions: readonly string[], call: () => unknown): Misuse {
  return misuse(label, error, mentions, () => call);
}

/** A value of a type that the compiler would refuse. */
export const wrong = (value: unknown): never => value as never;
