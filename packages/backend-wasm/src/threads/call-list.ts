import type { CallList, Helpers, KernelName, Kernels } from '@ostinato/backend';
import type { Crew } from './crew.ts';

/** Where lists lie: memory that all threads see. */
export interface ListMemory {
  allocate(bytes: number): number;
  free(address: number): void;
  readonly buffer: ArrayBufferLike;
}

/** Words of a call beside its arguments: the number of the kernel, and how many arguments there are. */
const head = 2;

/** A list of calls in shared memory, as 64-bit numbers. */
class SharedCallList implements CallList {
  readonly address: number;
  readonly bytes: number;
  /** How far it is written. */
  words = 0;
  readonly #memory: ListMemory;
  readonly #numbers: ReadonlyMap<KernelName, number>;
  readonly #view: Float64Array;

  constructor(memory: ListMemory, numbers: ReadonlyMap<KernelName, number>, words: number) {
    this.#memory = memory;
    this.#numbers = numbers;
    this.bytes = words * Float64Array.BYTES_PER_ELEMENT;
    this.address = memory.allocate(this.bytes);
    // Shared memory stays where it is when it grows, so the view stays good.
    this.#view = new Float64Array(memory.buffer, this.address, words);
  }

  add(kernel: KernelName, args: readonly unknown[]): number {
    const view = this.#view;
    const first = this.words + head;
    const next = first + args.length;
    if (next > view.length) throw new RangeError(`A list of ${view.length} words is full.`);
    view[this.words] = this.#numbers.get(kernel)!;
    view[this.words + 1] = args.length;
    for (let i = 0; i < args.length; i++) view[first + i] = args[i] as number;
    this.words = next;
    return first;
  }

  set(place: number, value: number): void {
    this.#view[place] = value;
  }

  free(): void {
    this.#memory.free(this.address);
  }
}

/** The workers of a crew as takers of lists; `kernels` in the order in which the workers count them. */
export function helpersOf(crew: Crew, kernels: Kernels<number>, memory: ListMemory, leastWork: number): Helpers {
  const numbers = new Map(Object.keys(kernels).map((name, number) => [name as KernelName, number] as const));
  return {
    count: crew.size,
    leastWork,
    leastRows: leastWork === 0 ? 1 : 4,
    kernels,
    list: (calls, args) => new SharedCallList(memory, numbers, head * calls + args),
    run(lists, own) {
      for (const [i, list] of (lists as readonly SharedCallList[]).entries())
        crew.sendList(i, list.address, list.words);
      try {
        own();
      } finally {
        crew.join(lists.length);
      }
      return lists.every((_, i) => crew.result(i) < 0);
    },
  };
}
