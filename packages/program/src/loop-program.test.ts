import { jsBackend } from '@ostinato/backend-js';
import { OutOfMemoryError } from '@ostinato/base';
import { expect, it } from 'vitest';
import { differentiable } from './differentiable.ts';
import { explain } from './explain.ts';
import { LoopProgram } from './loop-program.ts';
import type { Bindings } from './run.ts';
import { evenSchedule, raggedSchedule, type Schedule } from './schedule.ts';
import { IndexFault } from './runner.ts';
import { graphed } from './testing/hand-step.ts';
import { rnn } from './testing/rnn.ts';

const backend = jsBackend({ float: 'float64' });
type Storage = ReturnType<typeof backend.allocate>;

function stored(values: readonly number[]): Storage {
  const storage = backend.allocate('float32', values.length);
  backend.write(storage, 'float32', Float64Array.from(values));
  return storage;
}
const readAt = (storage: unknown, offset: number, count: number): number[] => [
  ...backend.readSync!(storage as Storage, 'float32', offset, count),
];
const wave = (count: number, from: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(from + 1.7 * i));

const [ih, hh, bias] = [wave(6, 1), wave(9, 2), wave(3, 3)];

/** The states after each step of one sequence. */
function statesOf(xs: readonly number[][], init: readonly number[]): number[][] {
  let h = [...init];
  return xs.map((x) => {
    const dot = (weight: number[], row: number, v: readonly number[]) =>
      v.reduce((sum, value, k) => sum + weight[row * v.length + k]! * value, 0);
    h = bias.map((b, i) => Math.tanh(dot(ih, i, x) + dot(hh, i, h) + b));
    return h;
  });
}

const bindings = (schedule: Schedule, x: readonly number[]): Bindings => ({
  schedule,
  fixed: [stored(ih), stored(hh), stored(bias)],
  given: [],
  x: [stored(x)],
  draws: () => ({ key: [0, 0], draw: 0 }),
});

it('runs a step for any number of steps, rows and lengths', () => {
  const program = new LoopProgram(graphed(rnn), backend, { differentiable });
  const [steps, batch] = [3, 2];
  const x = wave(steps * batch * 2, 4); // [steps, batch, 2]
  const init = wave(batch * 3, 5);
  const rowOf = (t: number, b: number): number[] => x.slice((t * batch + b) * 2, (t * batch + b) * 2 + 2);
  const wanted = [0, 1].map((b) =>
    statesOf(
      [0, 1, 2].map((t) => rowOf(t, b)),
      init.slice(3 * b, 3 * b + 3),
    ),
  );

  const even = program.forward(bindings(evenSchedule(steps, batch, false), x), [stored(init)]);
  const [out] = even.outputs;
  const all = readAt(even.blocks[out!.block]!.storage, out!.offset, 18);
  wanted.forEach((states, b) =>
    states.forEach((state, t) =>
      state.forEach((value, k) => expect(all[(t * batch + b) * 3 + k]).toBeCloseTo(value, 12)),
    ),
  );

  // The second sequence has one step only; rows are in the order of the schedule.
  const times = [[0, 1, 2], [0]].map((list) => Int32Array.from(list));
  const packed = [rowOf(0, 0), rowOf(0, 1), rowOf(1, 0), rowOf(2, 0)].flat();
  const ragged = program.forward(bindings(raggedSchedule(steps, times, false), packed), [stored(init)]);
  const [final] = ragged.states;
  const last = readAt(ragged.blocks[final!.block]!.storage, final!.offset, 6);
  [...wanted[0]![2]!, ...wanted[1]![0]!].forEach((value, k) => expect(last[k]).toBeCloseTo(value, 12));
});

it('gives gradients that are those of differences', () => {
  const program = new LoopProgram(graphed(rnn), backend, { differentiable });
  const schedule = evenSchedule(3, 1, true);
  const [x, init] = [wave(6, 6), wave(3, 7)];
  const forward = (h: readonly number[]) => program.forward(bindings(schedule, x), [stored(h)]);
  const loss = (h: readonly number[]): number => {
    const run = forward(h);
    const [out] = run.outputs;
    return readAt(run.blocks[out!.block]!.storage, out!.offset, 9).reduce((sum, value) => sum + value, 0);
  };
  const run = forward(init);
  const saved = run.blocks.slice(0, run.saved).map(({ storage }) => storage);
  const back = program.backward(bindings(schedule, x), saved, [stored(Array<number>(9).fill(1))], [undefined]);
  const [at] = back.gradients.state;
  const gradient = readAt(back.blocks[at!.block]!.storage, at!.offset, 3);
  for (const k of [0, 1, 2]) {
    const moved = (by: number) => loss(init.map((value, i) => (i === k ? value + by : value)));
    expect(gradient[k]).toBeCloseTo((moved(1e-6) - moved(-1e-6)) / 2e-6, 8);
  }
});

it('gives all memory back when there is not enough', () => {
  const program = new LoopProgram(graphed(rnn), backend, { differentiable });
  const [given, init] = [bindings(evenSchedule(3, 2, false), wave(12, 8)), stored(wave(6, 9))];
  const { allocate } = backend;
  const before = backend.memory().storages;
  let failures = 0;
  for (let allowed = 0; failures === allowed; allowed++) {
    let left = allowed;
    backend.allocate = (dtype, count) => {
      if (left-- === 0) throw new OutOfMemoryError('no memory is left');
      return allocate.call(backend, dtype, count);
    };
    try {
      program.forward(given, [init]);
    } catch (error) {
      expect(error).toBeInstanceOf(OutOfMemoryError);
      expect(backend.memory().storages).toBe(before);
      failures++;
    } finally {
      backend.allocate = allocate;
    }
  }
  expect(failures).toBeGreaterThan(1);
});

it('stops at an index that is out of range', () => {
  const graph = graphed((step) => {
    const { rows } = step;
    const [ids, table, out] = [step.input('x', 0, rows, 'int32'), step.input('fixed', 0, 6), step.value(2 * rows)];
    step.call('gatherRows.float32', out, table, ids, rows, 2, 3, 2, 2);
    step.result('output', 0, out, 2 * rows);
  });
  const program = new LoopProgram(graph, backend);
  const ids = backend.allocate('int32', 2);
  const run = () =>
    program.forward({ ...bindings(evenSchedule(2, 1, false), []), fixed: [stored(wave(6, 1))], x: [ids] }, []);
  backend.write(ids, 'int32', Int32Array.of(2, 0));
  expect(run().outputs).toHaveLength(1);
  backend.write(ids, 'int32', Int32Array.of(0, 3));
  expect(run).toThrow(IndexFault);
});

it('explains itself, the same for every recording', () => {
  const [one, other] = [1, 2].map(() => new LoopProgram(graphed(rnn), backend, { differentiable }));
  expect(explain(one!)).toBe(explain(other!));
  const text = explain(one!);
  expect(text.split('\n')[0]).toBe('Recorded for any number of sequences.');
  for (const title of ['over the rows of all steps, before the loop', 'at every step', 'at every step back'])
    expect(text).toMatch(new RegExp(`^${title}: \\d+ calls?`, 'm'));
  one!.profile = true;
  one!.forward(bindings(evenSchedule(3, 2, false), wave(12, 4)), [stored(wave(6, 5))]);
  expect(explain(one!)).toContain('Last run: 3 steps of up to 2 rows, 6 in all');
});
