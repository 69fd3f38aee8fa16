import {
  type AnyKernel,
  type BackendObserver,
  type Helpers,
  kernelRow,
  type KernelName,
  type Kernels,
} from '@ostinato/backend';
import { type DType, type HostArray, StateError } from '@ostinato/base';
import { LiveNumber } from './live-number.ts';
import { type CallWatcher, type ListedCall, watchedHelpers, watchedKernels } from './watched.ts';

/** A block of memory that lived while calls were logged. */
export interface LoggedBlock {
  /** Where it was. */
  readonly address: number;
  /** How large. */
  readonly bytes: number;
  /** The first entry that touches it. */
  first: number;
  /** The last one. */
  last: number;
  /** Whether it was given back. */
  isFree: boolean;
}

/** A place in a block that was taken while calls were logged. */
export interface PlaceInBlock {
  /** The block. */
  readonly block: LoggedBlock;
  /** Bytes from its start. */
  readonly offset: number;
}

/** A place that was there before. */
export interface PlaceOutside {
  /** Its address. */
  readonly outside: number;
}

/** Where an argument of a call lies. */
export type LoggedPlace = PlaceInBlock | PlaceOutside;

/** A kernel call. */
export interface LoggedCall {
  /** Its name in the table. */
  readonly kernel: KernelName;
  /** The kernel. */
  readonly run: AnyKernel;
  /** As they were passed. */
  readonly args: readonly unknown[];
  /** What lies where, by position among the arguments. */
  readonly places: ReadonlyMap<number, LoggedPlace>;
  /** Numbers that change from run to run. */
  readonly live: ReadonlyMap<number, LiveNumber>;
}

/** What the host wrote. */
export interface LoggedWrite {
  /** Where to. */
  readonly place: LoggedPlace;
  /** What kind of elements. */
  readonly dtype: DType;
  /** A copy. */
  readonly data: HostArray;
}

/** What the host does in between; it is told where places are. */
export interface LoggedEffect {
  /** Does it. */
  readonly run: (addressOf: (place: LoggedPlace) => number) => void;
}

/** Lists of calls that helpers made while the thread itself made others. */
export interface LoggedFork {
  /** A list for each helper. */
  readonly lists: readonly (readonly LoggedCall[])[];
  /** Calls of the thread itself. */
  readonly own: readonly LoggedCall[];
}

/** One thing that happened. */
export type LogEntry = LoggedCall | LoggedWrite | LoggedEffect | LoggedFork;

/** The numbers of a draw of a random generator, and how the next run gets its own. */
export interface LoggedDraw {
  /** Of the generator's seed. */
  key: readonly [number, number];
  /** Which draw. */
  draw: number;
  /** Takes the next. */
  readonly renew: () => void;
}

/** Watches a backend and writes down what is asked of it. */
export class CallLog implements BackendObserver, CallWatcher {
  /** Everything, in order. */
  readonly entries: LogEntry[] = [];
  /** Every block that was taken. */
  readonly blocks: LoggedBlock[] = [];
  /** Draws of random generators. */
  readonly draws: LoggedDraw[] = [];
  /** What makes the list useless. */
  fault: Error | undefined;
  readonly #alive = new Map<number, LoggedBlock>();
  /** Entries that give something its first value, and what it is. */
  readonly #owners = new Map<LogEntry, object>();
  #owner: object | undefined;
  #paused = false;
  /** Where calls beside those of helpers go. */
  #own: LoggedCall[] | undefined;

  /** Runs `fn`, whose entries are of use only if `owner` is made anew in every run: see `drop`. */
  owned(owner: object, fn: () => void): void {
    const before = this.#owner;
    this.#owner = owner;
    try {
      fn();
    } finally {
      this.#owner = before;
    }
  }

  /** Leaves out the entries of owners that live on. */
  drop(livesOn: (owner: object) => boolean): void {
    const kept = this.entries.filter((entry) => {
      const owner = this.#owners.get(entry);
      return owner === undefined || !livesOn(owner);
    });
    if (kept.length < this.entries.length) this.entries.splice(0, Infinity, ...kept);
  }

  #push(entry: LogEntry): void {
    if (this.#owner !== undefined) this.#owners.set(entry, this.#owner);
    this.entries.push(entry);
  }

  /** Runs `fn` without writing anything down. */
  outside<R>(fn: () => R): R {
    const before = this.#paused;
    this.#paused = true;
    try {
      return fn();
    } finally {
      this.#paused = before;
    }
  }

  watchKernels(kernels: Kernels): Kernels {
    return watchedKernels(kernels, this);
  }

  watchHelpers(helpers: Helpers): Helpers {
    return watchedHelpers(helpers, this);
  }

  call(name: KernelName, kernel: AnyKernel, given: readonly unknown[]): number | void {
    const args = given.map((argument) => (argument instanceof LiveNumber ? argument.read() : argument));
    if (!this.#paused) {
      const call = this.#callOf(name, kernel, given, args);
      if (this.#own === undefined) this.#push(call);
      else this.#own.push(call);
    }
    return kernel(...args);
  }

  together(lists: readonly (readonly ListedCall[])[], run: () => boolean): boolean {
    if (this.#paused) return run();
    const own: LoggedCall[] = [];
    const none: AnyKernel = () => {};
    const logged = lists.map((list) => list.map(({ kernel, args }) => this.#callOf(kernel, none, args, args)));
    this.#own = own;
    try {
      return run();
    } finally {
      this.#own = undefined;
      this.#push({ lists: logged, own });
    }
  }

  #callOf(kernel: KernelName, run: AnyKernel, given: readonly unknown[], args: readonly unknown[]): LoggedCall {
    const live = new Map<number, LiveNumber>();
    const places = new Map<number, LoggedPlace>();
    for (const [i, { role }] of kernelRow(kernel).args.entries()) {
      const argument = given[i];
      if (argument instanceof LiveNumber) live.set(i, argument);
      if (role === 'size' || role === 'stride' || role === 'scalar') continue;
      const place = this.placeOf(args[i] as number);
      places.set(i, place);
      if ('block' in place) this.#touch(place.block);
    }
    this.#noteDraw(kernel, args, live);
    return { kernel, run, args, places, live };
  }

  /** Numbers of a random draw are those of the next draw in the next run. */
  #noteDraw(kernel: KernelName, args: readonly unknown[], live: Map<number, LiveNumber>): void {
    const at = (name: string): number => kernelRow(kernel).args.findIndex((argument) => argument.name === name);
    const [key0, key1, draw] = [at('key0'), at('key1'), at('draw')];
    if (draw < 0) return;
    const drawn = [...this.draws]
      .reverse()
      .find((one) => one.draw === args[draw] && one.key[0] === args[key0] && one.key[1] === args[key1]);
    if (drawn === undefined) {
      this.fault ??= new StateError('compile: random numbers were drawn from no generator that is known.');
      return;
    }
    live.set(key0, new LiveNumber(() => drawn.key[0]));
    live.set(key1, new LiveNumber(() => drawn.key[1]));
    live.set(draw, new LiveNumber(() => drawn.draw));
  }

  /** What the host does now, and again in every run. */
  effect(run: LoggedEffect['run'], places: readonly LoggedPlace[] = []): void {
    for (const place of places) if ('block' in place) this.#touch(place.block);
    this.#push({ run });
  }

  allocated(address: number, bytes: number): void {
    if (this.#paused) return;
    const block = { address, bytes, first: Infinity, last: -1, isFree: false };
    this.blocks.push(block);
    this.#alive.set(address, block);
  }

  freed(address: number): void {
    const block = this.#alive.get(address);
    if (block === undefined) {
      if (this.#paused) return;
      this.fault ??= new StateError(
        'compile: a tensor that was made outside of the function was disposed inside it, which cannot be repeated. Dispose it after the call.',
        { code: 'STATE_RECORDING' },
      );
      return;
    }
    block.isFree = true;
    this.#alive.delete(address);
  }

  written(address: number, dtype: DType, data: HostArray): void {
    if (this.#paused) return;
    const place = this.placeOf(address);
    if ('block' in place) this.#touch(place.block);
    this.#push({ place, dtype, data: data.slice() });
  }

  reads(): void {
    if (this.#paused) return;
    this.fault ??= new StateError(
      'compile: a value was read inside the function, and would stay what it was for ever. Return the tensor and read it after the ' +
        'call; to choose by a value use where().',
      { code: 'STATE_RECORDING' },
    );
    throw this.fault;
  }

  /** Where an address lies. */
  placeOf(address: number): LoggedPlace {
    const exact = this.#alive.get(address);
    if (exact !== undefined) return { block: exact, offset: 0 };
    for (const block of this.#alive.values()) {
      const offset = address - block.address;
      if (offset > 0 && offset < block.bytes) return { block, offset };
    }
    return { outside: address };
  }

  #touch(block: LoggedBlock): void {
    block.first = Math.min(block.first, this.entries.length);
    block.last = this.entries.length;
  }
}
