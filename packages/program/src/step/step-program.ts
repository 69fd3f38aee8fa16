import {
  type AnyKernel,
  type Backend,
  type CallList,
  type KernelName,
  kernelRow,
  type Observation,
  type Stretch,
} from '@ostinato/backend';
import { invoke } from '../invoke.ts';
import { IndexFault } from '../runner.ts';
import { layOut } from './arena.ts';
import type { CallLog, LoggedBlock, LoggedCall, LoggedDraw, LoggedFork, LoggedPlace, LogEntry } from './call-log.ts';
import { callsOf, constancyOf, type Staying, within } from './constancy.ts';
import type { LiveNumber } from './live-number.ts';
import { packConstants } from './pack-constants.ts';

/** A call ready to run, or what the host does in its place. */
interface Step {
  readonly run: AnyKernel;
  readonly args: unknown[];
  /** Numbers to work out before. */
  readonly live: readonly { readonly index: number; readonly number: LiveNumber }[];
  /** Whether it gives the position of a bad index. */
  readonly checks: boolean;
}

/** A list of kernel calls with addresses, to be run again and again. */
export class StepProgram {
  /** How many calls a run makes, by kernel. */
  readonly calls: ReadonlyMap<KernelName, number>;
  /** Calls that only the first run makes, and the next one after parameters have changed. */
  readonly onceCalls: ReadonlyMap<KernelName, number>;
  readonly #arenaBytes: number;
  readonly #backend: Backend;
  readonly #steps: readonly Step[];
  /** What need not be repeated while what it reads has the same version. */
  readonly #once: readonly Step[];
  readonly #version: () => number;
  #known: number | undefined;
  readonly #draws: readonly LoggedDraw[];
  readonly #taken: unknown[] = [];
  readonly #lists: CallList[] = [];
  readonly #addresses = new Map<LoggedBlock, number>();
  readonly #copies = new Map<number, number>();

  /**
   * @param staying What stays where it is: parameters, buffers, and the places of arguments
   * @param results Places that are read after a run
   */
  constructor(
    backend: Backend,
    log: CallLog,
    observation: Observation,
    staying: readonly Staying[],
    results: readonly LoggedPlace[],
  ) {
    this.#backend = backend;
    this.#draws = log.draws;
    for (const place of results) if ('block' in place) place.block.last = log.entries.length;
    const stays = (block: LoggedBlock): boolean => !block.isFree && staying.some((one) => within(block.address, one));
    const used = log.blocks.filter(({ last }) => last >= 0);
    for (const block of used) if (stays(block)) this.#addresses.set(block, block.address);
    const packed = packConstants(log.entries, backend, constancyOf(log.entries, staying, stays));
    const constancy = constancyOf(packed.entries, staying, stays);
    const moving = [...used.filter((block) => !this.#addresses.has(block)), ...packed.blocks];
    const always = { first: 0, last: log.entries.length };
    // What is made once has its place to itself.
    const lifetimes = moving.map((block) => ({ block, ...block, ...(constancy.blocks.has(block) ? always : {}) }));
    const arena = layOut(lifetimes);
    this.#arenaBytes = arena.bytes;
    this.#version = () => constancy.sources.reduce((sum, { version }) => sum + version!(), 0);
    const [once, every] = [[] as LogEntry[], [] as LogEntry[]];
    for (const entry of packed.entries) (constancy.entries.has(entry) ? once : every).push(entry);
    this.onceCalls = countCalls(once);
    this.calls = countCalls(every);
    try {
      const start = this.#take(arena.bytes);
      for (const [{ block }, offset] of arena.offsets) this.#addresses.set(block, start + offset);
      const ready = (entry: LogEntry): Step[] => this.#ready(entry, observation, staying);
      this.#once = once.flatMap(ready);
      this.#steps = every.flatMap(ready);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Bytes it keeps between runs. */
  get bytes(): number {
    return this.#lists.reduce((sum, { bytes }) => sum + bytes, this.#arenaBytes);
  }

  /** Runs everything. @throws IndexFault where an index is out of range, and whatever an effect throws */
  run(): void {
    for (const draw of this.#draws) draw.renew();
    const version = this.#version();
    if (version !== this.#known) {
      this.#known = undefined;
      runSteps(this.#once);
      this.#known = version;
    }
    runSteps(this.#steps);
  }

  /** Where a place is in every run. */
  addressOf(place: LoggedPlace): number {
    if ('outside' in place) return this.#copies.get(place.outside) ?? place.outside;
    return this.#addresses.get(place.block)! + place.offset;
  }

  /** Gives its memory back. */
  dispose(): void {
    for (const storage of this.#taken.splice(0)) this.#backend.free(storage);
    for (const list of this.#lists.splice(0)) list.free();
  }

  #take(bytes: number): number {
    const storage = this.#backend.allocate('bool', Math.max(bytes, 1));
    this.#taken.push(storage);
    return storage as number;
  }

  #ready(entry: LogEntry, observation: Observation, staying: readonly Stretch[]): Step[] {
    const host = (run: () => void): Step[] => [{ run, args: [], live: [], checks: false }];
    if ('kernel' in entry) return [this.#readyCall(entry, observation, staying)];
    if ('lists' in entry) return host(this.#readyFork(entry, observation, staying));
    if ('data' in entry) {
      const { place, dtype, data } = entry;
      this.#settle(place, observation, staying);
      return host(() => this.#backend.write(this.addressOf(place), dtype, data));
    }
    return host(() => entry.run((place) => this.addressOf(place)));
  }

  #readyCall(
    { kernel, run, args: given, places, live }: LoggedCall,
    observation: Observation,
    staying: readonly Stretch[],
  ): Step {
    const args = [...given];
    for (const [index, place] of places) {
      this.#settle(place, observation, staying);
      args[index] = this.addressOf(place);
    }
    return {
      run,
      args,
      live: Array.from(live, ([index, number]) => ({ index, number })),
      checks: kernelRow(kernel).returns === 'position',
    };
  }

  /** Lists for helpers, which stay where they are, beside calls that the thread itself makes. */
  #readyFork({ lists, own }: LoggedFork, observation: Observation, staying: readonly Stretch[]): () => void {
    const helpers = this.#backend.helpers!;
    const live: { readonly list: CallList; readonly place: number; readonly number: LiveNumber }[] = [];
    const handed = lists.map((calls) => {
      const list = helpers.list(
        calls.length,
        calls.reduce((sum, { args }) => sum + args.length, 0),
      );
      this.#lists.push(list);
      for (const call of calls) {
        const step = this.#readyCall(call, observation, staying);
        const place = list.add(call.kernel, step.args);
        for (const { index, number } of step.live) live.push({ list, place: place + index, number });
      }
      return list;
    });
    const steps = own.map((call) => this.#readyCall(call, observation, staying));
    return () => {
      for (const { list, place, number } of live) list.set(place, number.read());
      if (!helpers.run(handed, () => runSteps(steps))) throw new IndexFault();
    };
  }

  /** A tensor of somebody else's, which may be freed, is copied: its value never changes. */
  #settle(place: LoggedPlace, observation: Observation, staying: readonly Stretch[]): void {
    if (!('outside' in place) || this.#copies.has(place.outside)) return;
    if (staying.some((one) => within(place.outside, one))) return;
    const block = observation.blockAt(place.outside);
    if (block === undefined) return;
    if (!this.#copies.has(block.address)) {
      const copy = this.#take(block.bytes);
      this.#backend.kernels['copy.bool'](copy, block.address, 1, block.bytes, block.bytes, block.bytes);
      this.#copies.set(block.address, copy);
    }
    this.#copies.set(place.outside, this.#copies.get(block.address)! + place.outside - block.address);
  }
}

function countCalls(entries: readonly LogEntry[]): Map<KernelName, number> {
  const counts = new Map<KernelName, number>();
  for (const entry of entries) {
    for (const { kernel } of callsOf(entry)) counts.set(kernel, (counts.get(kernel) ?? 0) + 1);
  }
  return counts;
}

function runSteps(steps: readonly Step[]): void {
  for (let i = 0; i < steps.length; i++) {
    const { run, args, live, checks } = steps[i]!;
    for (let k = 0; k < live.length; k++) args[live[k]!.index] = live[k]!.number.read();
    const position = invoke(run, args);
    if (checks && (position as number) >= 0) throw new IndexFault();
  }
}
