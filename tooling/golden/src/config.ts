/** Thrown by an adapter for a case that the project cannot run yet: such a case is skipped, not failed. */
export class Uncovered extends Error {
  override readonly name = 'Uncovered';
}

/** The row of a table. @throws Uncovered when there is none */
export function rowOf<T>(what: string, table: Readonly<Record<string, T>>, name: unknown): T {
  if (typeof name === 'string' && Object.hasOwn(table, name)) return table[name]!;
  throw new Uncovered(`${what} ${String(name)}`);
}

/** JSON has no infinity: it is spelt as a string. */
function toNumber(value: unknown): unknown {
  return value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value;
}

/**
 * Reads a case's config and remembers what was read, so that an option nobody looked at makes the case uncovered
 * instead of wrong. `null` is the same as absent.
 */
export class Config {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #unread: Set<string>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = new Map(Object.entries(values).filter(([, value]) => value !== null));
    this.#unread = new Set(this.#values.keys());
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** The value as it is. */
  raw(key: string): unknown {
    this.#unread.delete(key);
    return this.#values.get(key);
  }

  number(key: string, fallback?: number): number {
    const value = toNumber(this.raw(key) ?? fallback);
    if (typeof value !== 'number') throw new Uncovered(`${key} = ${JSON.stringify(value)}`);
    return value;
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.raw(key) ?? fallback;
    if (typeof value !== 'boolean') throw new Uncovered(`${key} = ${JSON.stringify(value)}`);
    return value;
  }

  text(key: string, fallback?: string): string {
    const value = this.raw(key) ?? fallback;
    if (typeof value !== 'string') throw new Uncovered(`${key} = ${JSON.stringify(value)}`);
    return value;
  }

  numbers(key: string): number[] {
    const value = this.raw(key);
    if (!Array.isArray(value) || value.some((part) => typeof part !== 'number'))
      throw new Uncovered(`${key} = ${JSON.stringify(value)}`);
    return value as number[];
  }

  /** One number or several: an axis or axes. */
  numberOrNumbers(key: string): number | number[] {
    return Array.isArray(this.#values.get(key)) ? this.numbers(key) : this.number(key);
  }

  /** Options that are covered with one value only. */
  only(key: string, value: unknown): void {
    if (this.has(key) && this.raw(key) !== value) throw new Uncovered(`${key} = ${JSON.stringify(this.raw(key))}`);
  }

  /** Notes for the reader, and options that the tensors tell as well. */
  ignore(...keys: readonly string[]): void {
    for (const key of keys) this.#unread.delete(key);
  }

  /** @throws Uncovered when an option was not read */
  finish(): void {
    if (this.#unread.size > 0) throw new Uncovered(`option ${[...this.#unread].join(', ')}`);
  }
}
