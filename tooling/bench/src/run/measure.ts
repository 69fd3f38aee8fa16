/** Something that can be timed: `run` does the unit `inner` times and gives a number that shows it was done. */
export interface Task {
  readonly inner: number;
  run(): number | Promise<number>;
}

/** How long to measure. */
export interface MeasureOptions {
  /** Seconds for the timed runs, and half as many for those before. */
  readonly budget: number;
  /** Timed runs, if the budget allows. Default 12. */
  readonly reps?: number;
}

/** Milliseconds of one unit: of every timed run and of the first run of all; and what the last run gave. */
export interface Measurement {
  readonly times: readonly number[];
  readonly first: number;
  readonly value: number;
}

/** Runs before timing, unless they take half the budget, and the milliseconds that they take at least: engines tier up. */
const warmRuns = 3;
const warmTime = 300;
/** Short tasks are timed for this many milliseconds, or this often. */
const leastTime = 500;
const mostRuns = 500;

/** Times a task in the way of the peers' harness. Slow tasks get three timed runs, and very slow ones those they have time for. */
export async function measure(task: Task, { budget, reps = 12 }: MeasureOptions): Promise<Measurement> {
  const limit = budget * 1000;
  const start = performance.now();
  const since = (from: number): number => performance.now() - from;
  let value = await task.run();
  const first = since(start);
  for (let runs = 1; (runs < warmRuns && since(start) < limit / 2) || since(start) < warmTime; runs++) {
    value = await task.run();
  }
  const times: number[] = [];
  const timed = performance.now();
  while (times.length < reps || (since(timed) < leastTime && times.length < mostRuns)) {
    const at = performance.now();
    value = await task.run();
    times.push(since(at) / task.inner);
    if (since(timed) > (times.length < 3 ? 4 : 1) * limit) break;
  }
  return { times, first: first / task.inner, value };
}
