import type { Backend, CallList, Helpers } from '@ostinato/backend';
import { cutsOf, listSize, type Loop } from './divide.ts';
import { invoke, type KernelCall } from './invoke.ts';
import { movers, type Prepared } from './prepared.ts';
import { after, before, rowsAt, type Schedule, timeAt } from './schedule.ts';
import { copyCallOf, type RowCopy, type StateEnds } from './state-ends.ts';

/** The numbers of a random generator for one run. */
export interface DrawNumbers {
  /** Of the generator's seed. */
  readonly key: readonly [number, number];
  /** Which draw of the generator the loop is. */
  readonly draw: number;
}

/** A step's index was out of range; running the step by itself tells which and where. */
export class IndexFault extends Error {}

/** Some steps of a loop over some rows of the batch. */
interface Walk {
  readonly calls: readonly Prepared[];
  readonly backward: boolean;
  readonly ends: readonly StateEnds[];
  /** The first step, counted as they run, and the one after the last. */
  readonly first: number;
  readonly last: number;
  /** The first row, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly kernels: Backend['kernels'];
  /** Where to list calls, instead of making them. */
  readonly list?: CallList;
}

/** Where the movers stand, in the order of `movers`. */
type Positions = [start: number, before: number, after: number, ringBefore: number, ringAfter: number];

/** Runs prepared calls over the rows of a schedule. */
export class Runner {
  readonly #backend: Backend;
  readonly #at: (storage: unknown, bytes: number) => unknown;
  readonly #schedule: Schedule;
  readonly #draws: (generator: number) => DrawNumbers;
  readonly #profile: boolean;
  readonly #positions: Positions = [0, 0, 0, 0, 0];

  constructor(backend: Backend, schedule: Schedule, draws: (generator: number) => DrawNumbers, profile: boolean) {
    this.#backend = backend;
    this.#at = (storage, bytes) => backend.at!(storage, bytes);
    this.#schedule = schedule;
    this.#draws = draws;
    this.#profile = profile;
  }

  /** Fetches kernels and the numbers of random draws for one run. */
  start(calls: readonly Prepared[], kernels: Readonly<Record<string, unknown>>): void {
    for (const call of calls) {
      call.run = kernels[call.call.kernel] as Prepared['run'];
      for (const { index, slot, generator } of call.draws) {
        if (slot === 'step') continue;
        const { key, draw } = this.#draws(generator);
        call.args[index] = slot === 'key0' ? key[0] : slot === 'key1' ? key[1] : draw;
      }
      for (const { index, base } of call.locals) call.args[index] = base;
    }
  }

  /** Runs calls once, with a row for each sequence. */
  once(calls: readonly Prepared[]): void {
    this.#run(calls, this.#schedule.batch);
  }

  /** Runs calls over the rows of all steps, chunk by chunk. */
  chunks(
    calls: readonly Prepared[],
    bounds: readonly number[],
    packed: ReadonlySet<'before' | 'after'> = new Set(),
  ): void {
    if (calls.length === 0) return;
    for (let i = 0; i + 1 < bounds.length; i++) {
      const [from, to] = [bounds[i]!, bounds[i + 1]!];
      this.#stand(from);
      if (packed.has('before')) this.#positions[1] = this.#positions[0];
      if (packed.has('after')) this.#positions[2] = this.#positions[0];
      for (const call of calls) {
        if (call.random === undefined) this.#run([call], this.#schedule.start[to]! - this.#schedule.start[from]!);
        else
          for (let t = from; t < to; t++)
            this.#draw(call, t, this.#schedule.start[t]! - this.#schedule.start[from]!, 0, this.#schedule.batch);
      }
    }
  }

  /** Runs calls at every step in the order of time, or against it; sequences begin and end as `ends` say. */
  loop(loop: Loop, backward: boolean, ends: readonly StateEnds[] = []): void {
    const { batch, steps } = this.#schedule;
    const helpers = this.#profile ? undefined : this.#backend.helpers;
    const cuts = helpers === undefined ? [0, batch] : cutsOf(loop, this.#schedule, helpers);
    const { calls } = loop;
    if (helpers === undefined || cuts.length === 2) {
      this.#walk({ calls, backward, ends, first: 0, last: steps, from: 0, to: batch, kernels: this.#backend.kernels });
      return;
    }
    for (const call of calls) call.run = helpers.kernels[call.call.kernel] as KernelCall;
    const size = listSize(loop, ends.length);
    for (let first = 0; first < steps; first += size.steps) {
      const last = Math.min(first + size.steps, steps);
      this.#sideBySide({ calls, backward, ends, first, last, kernels: helpers.kernels }, cuts, helpers, size);
    }
  }

  /** Walks the rows up to the first cut, while helpers walk the others. */
  #sideBySide(
    walk: Omit<Walk, 'from' | 'to'>,
    cuts: readonly number[],
    helpers: Helpers,
    size: { readonly calls: number; readonly args: number },
  ): void {
    const lists: CallList[] = [];
    const steps = walk.last - walk.first;
    try {
      for (let i = 1; i + 1 < cuts.length; i++) {
        const list = helpers.list(size.calls * steps, size.args * steps);
        lists.push(list);
        this.#walk({ ...walk, from: cuts[i]!, to: cuts[i + 1]!, list });
      }
      if (!helpers.run(lists, () => this.#walk({ ...walk, from: 0, to: cuts[1]! }))) throw new IndexFault();
    } finally {
      for (const list of lists) list.free();
    }
  }

  /** Runs some steps over some rows of the batch, or lists what there is to run. */
  #walk({ calls, backward, ends, first, last, from, to, kernels, list }: Walk): void {
    const { steps } = this.#schedule;
    const random = calls.some((call) => call.random !== undefined);
    const copy = (moved: RowCopy): void => {
      const call = copyCallOf(this.#backend, moved, from, to);
      if (call === undefined) return;
      if (list === undefined) (kernels[call.kernel] as KernelCall)(...call.args);
      else list.add(call.kernel, call.args);
    };
    for (const call of calls)
      for (const { index, base, bytes } of call.locals) call.args[index] = this.#at(base, from * bytes);
    for (let k = first; k < last; k++) {
      const i = backward ? steps - 1 - k : k;
      const t = timeAt(this.#schedule, i);
      const active = rowsAt(this.#schedule, t);
      const rows = Math.min(active, to) - from;
      if (rows <= 0) continue;
      this.#stand(t, i);
      if (active > this.#rowsOfTurn(i - 1)) for (const end of ends) copy(end.enter(i));
      if (random) {
        for (const call of calls) {
          if (call.random === undefined) this.#run([call], rows, from, list);
          else this.#draw(call, t, 0, from, to, list);
        }
      } else this.#run(calls, rows, from, list);
      if (active > this.#rowsOfTurn(i + 1)) for (const end of ends) copy(end.leave(i));
    }
  }

  /** The rows of the i-th step that runs. */
  #rowsOfTurn(i: number): number {
    return i < 0 || i >= this.#schedule.steps ? 0 : rowsAt(this.#schedule, timeAt(this.#schedule, i));
  }

  /** Moves to step t, the i-th that runs. */
  #stand(t: number, i = 0): void {
    const { batch, start } = this.#schedule;
    const positions = this.#positions;
    positions[0] = start[t]!;
    positions[1] = before(this.#schedule, t);
    positions[2] = after(this.#schedule, t);
    positions[3] = (i % 2) * batch;
    positions[4] = ((i + 1) % 2) * batch;
  }

  /** Runs one call, and takes its time if that is wanted. */
  #invoke(call: Prepared): number | void {
    if (!this.#profile) return invoke(call.run, call.args);
    const began = performance.now();
    const position = invoke(call.run, call.args);
    call.time += performance.now() - began;
    return position;
  }

  /** Runs calls over `rows` rows, the first of which is `from` rows further on than the movers stand; or lists them. */
  #run(calls: readonly Prepared[], rows: number, from = 0, list?: CallList): void {
    const positions = this.#positions;
    for (let c = 0; c < calls.length; c++) {
      const call = calls[c]!;
      const { args, moves } = call;
      for (let m = 0; m < moves.length; m++) {
        const move = moves[m]!;
        const { base } = move;
        const bytes = (positions[move.mover]! + from) * move.bytes;
        args[move.index] = typeof base === 'number' ? base + bytes : this.#at(base, bytes);
      }
      if (call.rows !== rows) setRows(call, rows);
      if (list !== undefined) list.add(call.call.kernel, args);
      else {
        const position = this.#profile ? this.#invoke(call) : invoke(call.run, args);
        if (call.checks && (position as number) >= 0) throw new IndexFault();
      }
    }
  }

  /**
   * Runs a random call for rows `from` to `to` of step t, which lie `chunk` rows into the chunk where the movers stand. A number belongs
   * to an element of the batch, so where rows are not in the order of the batch each is a call of its own.
   */
  #draw(call: Prepared, t: number, chunk: number, from: number, to: number, list?: CallList): void {
    const { start, ragged, batch } = this.#schedule;
    const { step, first, elements } = call.random!;
    const rows = Math.min(rowsAt(this.#schedule, t), to);
    const parts =
      ragged === undefined
        ? [{ row: from, count: rows - from, time: this.#schedule.firstStep + t, sequence: from }]
        : rowsOneByOne(ragged.source, start[t]!, rows, batch);
    for (const { row, count, time, sequence } of parts) {
      for (const move of call.moves)
        call.args[move.index] = this.#at(move.base, (this.#positions[move.mover]! + chunk + row) * move.bytes);
      for (const move of call.locals) {
        const position = move.mover === movers.indexOf('chunk') ? chunk + row : row;
        call.args[move.index] = this.#at(move.base, position * move.bytes);
      }
      call.args[step] = time;
      call.args[first] = sequence * elements;
      setRows(call, count);
      if (list !== undefined) list.add(call.call.kernel, call.args);
      else this.#invoke(call);
    }
  }
}

/** The rows of a step, with the time and the sequence that each comes from. */
function rowsOneByOne(source: Int32Array, from: number, rows: number, batch: number) {
  return Array.from({ length: rows }, (_, row) => {
    const place = source[from + row]!;
    return { row, count: 1, time: Math.floor(place / batch), sequence: place % batch };
  });
}

/** Sets the numbers of a call that grow with the rows. */
function setRows(call: Prepared, rows: number): void {
  for (const { index, base, perRow } of call.growing) call.args[index] = base + perRow * rows;
  call.rows = rows;
}
