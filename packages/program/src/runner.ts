import type { Backend } from '@ostinato/backend';
import { invoke } from './invoke.ts';
import { type Move, movers, type Prepared } from './prepared.ts';
import { after, before, rowsAt, type Schedule, timeAt } from './schedule.ts';

/** The numbers of a random generator for one run. */
export interface DrawNumbers {
  /** Of the generator's seed. */
  readonly key: readonly [number, number];
  /** Which draw of the generator the loop is. */
  readonly draw: number;
}

/** A step's index was out of range; running the step by itself tells which and where. */
export class IndexFault extends Error {}

/** Where the movers stand, in the order of `movers`. */
type Positions = [start: number, before: number, after: number, ringBefore: number, ringAfter: number];

/** Runs prepared calls over the rows of a schedule. */
export class Runner {
  readonly #at: (storage: unknown, bytes: number) => unknown;
  readonly #schedule: Schedule;
  readonly #draws: (generator: number) => DrawNumbers;
  readonly #profile: boolean;
  readonly #positions: Positions = [0, 0, 0, 0, 0];

  constructor(backend: Backend, schedule: Schedule, draws: (generator: number) => DrawNumbers, profile: boolean) {
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
          for (let t = from; t < to; t++) this.#draw(call, t, this.#schedule.start[t]! - this.#schedule.start[from]!);
      }
    }
  }

  /**
   * Runs calls at every step in the order of time, or against it. `enter` is told of steps with more rows than the one before, `leave` of
   * steps with more rows than the one that follows.
   */
  loop(calls: readonly Prepared[], backward: boolean, enter?: (i: number) => void, leave?: (i: number) => void): void {
    const { steps } = this.#schedule;
    const random = calls.some((call) => call.random !== undefined);
    for (let k = 0; k < steps; k++) {
      const i = backward ? steps - 1 - k : k;
      const t = timeAt(this.#schedule, i);
      const rows = rowsAt(this.#schedule, t);
      if (rows === 0) continue;
      this.#stand(t, i);
      if (rows > this.#rowsOfTurn(i - 1)) enter?.(i);
      if (!random) this.#run(calls, rows);
      else {
        for (const call of calls) {
          if (call.random === undefined) this.#run([call], rows);
          else this.#draw(call, t, 0);
        }
      }
      if (rows > this.#rowsOfTurn(i + 1)) leave?.(i);
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

  #run(calls: readonly Prepared[], rows: number): void {
    const positions = this.#positions;
    for (let c = 0; c < calls.length; c++) {
      const call = calls[c]!;
      const { args, moves } = call;
      for (let m = 0; m < moves.length; m++) {
        const move = moves[m]!;
        const { base } = move;
        const bytes = positions[move.mover]! * move.bytes;
        args[move.index] = typeof base === 'number' ? base + bytes : this.#at(base, bytes);
      }
      if (call.rows !== rows) setRows(call, rows);
      const position = this.#profile ? this.#invoke(call) : invoke(call.run, args);
      if (call.checks && (position as number) >= 0) throw new IndexFault();
    }
  }

  /**
   * Runs a random call for the rows of step t, which lie `chunk` rows into the chunk where the movers stand. A number belongs to an
   * element of the batch, so where rows are not in the order of the batch each is a call of its own.
   */
  #draw(call: Prepared, t: number, chunk: number): void {
    const { start, ragged, batch } = this.#schedule;
    const { step, first, elements } = call.random!;
    const [from, rows] = [start[t]!, rowsAt(this.#schedule, t)];
    const parts =
      ragged === undefined
        ? [{ row: 0, count: rows, time: t, sequence: 0 }]
        : rowsOneByOne(ragged.source, from, rows, batch);
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
      this.#invoke(call);
    }
    for (const { index, base } of call.locals) call.args[index] = base;
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

/** Copies rows `from` to `to` of one place into another. */
export function copyRows(
  backend: Backend,
  dtype: 'float32' | 'int32' | 'bool',
  into: Pick<Move, 'base' | 'bytes'>,
  from: Pick<Move, 'base' | 'bytes'>,
  intoRow: number,
  fromRow: number,
  rows: number,
): void {
  if (rows <= 0) return;
  const n = rows * (into.bytes / backend.elementBytes(dtype));
  const [to, source] = [backend.at!(into.base, intoRow * into.bytes), backend.at!(from.base, fromRow * from.bytes)];
  backend.kernels[`copy.${dtype}`](to, source, 1, n, n, n);
}
