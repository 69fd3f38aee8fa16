import { classBytes, classOf, unit } from './size-class.ts';

/**
 * Blocks of the addresses from `start` up to `end`. A freed block waits for the next request of its class; when the end is
 * reached, blocks that lie side by side are joined. No call moves a block.
 */
export class MemoryPool {
  readonly #end: number;
  /** All above is untouched. */
  #top: number;
  /** Addresses of free blocks by class. */
  #free: number[][] = [];
  /** Free stretches that came of joining, the shortest first. */
  #stretches: { address: number; bytes: number }[] = [];

  constructor(start: number, end: number) {
    this.#top = Math.ceil(start / unit) * unit;
    this.#end = end;
  }

  /** The highest address in use so far: memory must reach up to it. */
  get top(): number {
    return this.#top;
  }

  /** The address of a block of at least `bytes`, or undefined if there is none. */
  take(bytes: number): number | undefined {
    const sizeClass = classOf(bytes);
    return this.#free[sizeClass]?.pop() ?? this.#cut(classBytes(sizeClass)) ?? this.#takeJoined(sizeClass);
  }

  /** Gives back the block that `take(bytes)` returned. */
  give(address: number, bytes: number): void {
    (this.#free[classOf(bytes)] ??= []).push(address);
  }

  /** Takes back `take(bytes)`, because the block could not be used: what was untouched is so again. */
  undo(address: number, bytes: number): void {
    if (address + classBytes(classOf(bytes)) === this.#top) this.#top = address;
    else this.give(address, bytes);
  }

  #cut(bytes: number): number | undefined {
    if (this.#top + bytes > this.#end) return undefined;
    const address = this.#top;
    this.#top += bytes;
    return address;
  }

  #takeJoined(sizeClass: number): number | undefined {
    const bytes = classBytes(sizeClass);
    return this.#fromStretch(bytes) ?? (this.#join(), this.#fromStretch(bytes) ?? this.#cut(bytes));
  }

  #fromStretch(bytes: number): number | undefined {
    const stretch = this.#stretches.find((each) => each.bytes >= bytes);
    if (stretch === undefined) return undefined;
    const { address } = stretch;
    stretch.address += bytes;
    stretch.bytes -= bytes;
    return address;
  }

  /** Makes the longest possible stretches of all that is free; the last one may go back to the untouched rest. */
  #join(): void {
    const blocks = this.#free.flatMap((addresses, sizeClass) =>
      addresses.map((address) => ({ address, bytes: classBytes(sizeClass) })),
    );
    const sorted = [...blocks, ...this.#stretches].sort((a, b) => a.address - b.address);
    const joined: { address: number; bytes: number }[] = [];
    for (const { address, bytes } of sorted) {
      const last = joined.at(-1);
      if (last !== undefined && last.address + last.bytes === address) last.bytes += bytes;
      else if (bytes > 0) joined.push({ address, bytes });
    }
    const last = joined.at(-1);
    if (last !== undefined && last.address + last.bytes === this.#top) this.#top = joined.pop()!.address;
    this.#free = [];
    this.#stretches = joined.sort((a, b) => a.bytes - b.bytes);
  }
}
