import { kernelTable } from '@ostinato/backend';

/** Words of a mailbox by position. `job` counts calls; the worker answers by setting `done` to it. A negative job ends it. */
export const words = { job: 0, done: 1, asleep: 2, progress: 3, result: 4, failed: 5 } as const;

/** The byte where a call is written: the kernel's number, the number of arguments, the arguments. */
export const callOffset = 64;

/** In place of a kernel's number: the arguments are the address and the words of a list of calls. */
export const listJob = -1;

const mostArguments = Math.max(...Object.values(kernelTable).map(({ args }) => args.length));

/** Memory shared with one worker, through which calls go. */
export class Mailbox {
  readonly buffer = new SharedArrayBuffer(callOffset + 8 * (2 + mostArguments));
  readonly #words = new Int32Array(this.buffer, 0, callOffset / 4);
  readonly #call = new Float64Array(this.buffer, callOffset);

  /** Hands the worker a call. It must have answered the one before. */
  send(kernel: number, args: readonly number[]): void {
    this.#call[0] = kernel;
    this.#call[1] = args.length;
    for (let i = 0; i < args.length; i++) this.#call[2 + i] = args[i]!;
    this.#put(Math.max(1, (this.#get(words.job) + 1) | 0));
  }

  /** Tells the worker to return from its loop. */
  end(): void {
    this.#put(-1);
  }

  #put(job: number): void {
    Atomics.store(this.#words, words.job, job);
    if (this.#get(words.asleep) === 1) Atomics.notify(this.#words, words.job);
  }

  get isDone(): boolean {
    return this.#get(words.done) === this.#get(words.job);
  }

  /** A number that changes with every call that ends. */
  get progress(): number {
    return this.#get(words.progress);
  }

  /** What the last call returned. */
  get result(): number {
    return this.#get(words.result);
  }

  /** Whether a call ended in a trap. */
  get hasFailed(): boolean {
    return this.#get(words.failed) === 1;
  }

  #get(word: number): number {
    return Atomics.load(this.#words, word);
  }
}
