import * as exported from '@ostinato/cells';
import type { Cell } from '@ostinato/cells';
import { OnnxRecurrentCell } from '@ostinato/cells/onnx';
import { setBackend } from '@ostinato/tensor';
import type { Arguments } from '../arguments.ts';
import { load } from '../machine/machine.ts';
import { markdownTable } from '../markdown.ts';
import { measurePeak } from '../peak/measure-peak.ts';
import { makeBackend } from '../run/make-backend.ts';
import { median, short } from '../statistics.ts';
import { runsOf } from './measure-cell.ts';

/** A2's sizes. */
const sizes = { inputSize: 64, hiddenSize: 128 };
const sequences = { batch: 32, steps: 64 };

type Make = () => Cell;

/** What some cells want beside sizes; and cells in another form. */
const others: Readonly<Record<string, Make>> = {
  ConvLSTMCell: make('ConvLSTMCell', { inputChannels: 4, hiddenChannels: 8, size: [8, 8] }),
  JordanCell: make('JordanCell', { ...sizes, outputSize: 64 }),
  'GRUCell, reset before': make('GRUCell', { ...sizes, resetAfter: false }),
  'LSTMCell, projSize 64': make('LSTMCell', { ...sizes, projSize: 64 }),
  'OnnxRecurrentCell, LSTM': () =>
    new OnnxRecurrentCell({ ...sizes, kind: 'LSTM', attributes: { peepholes: true } }) as Cell,
};

/** Makes an exported cell. */
function make(name: string, options: object): Make {
  const Made = (exported as unknown as Record<string, new (options: object) => Cell>)[name]!;
  return () => new Made(options);
}

/** Every cell of the package, also one that is new. */
function cells(): [string, Make][] {
  const names = Object.entries(exported).flatMap(([name, value]) => {
    const { prototype } = value as { prototype?: object };
    return typeof value === 'function' && prototype !== undefined && 'step' in prototype ? [name] : [];
  });
  const usual = names.flatMap((name) => (name in others || !isMade(name) ? [] : [[name, make(name, sizes)] as const]));
  return [...usual, ...Object.entries(others)].map(([name, each]) => [name, each]);
}

/** Whether sizes are all that a cell wants: wrappers want other cells. */
function isMade(name: string): boolean {
  try {
    make(name, sizes)();
    return true;
  } catch {
    return false;
  }
}

const head = ['cell', 'us a step', 'calls', 'of peak', 'us with gradients', 'calls', 'of peak', 'copies', 'note'];

/** Times every cell on one thread of WebAssembly: a step of a batch, forward and with gradients, its calls and its share of the peak. */
export async function benchCells({ names, rounds, relaxed }: Arguments, print: (line: string) => void): Promise<void> {
  const backend = await makeBackend({ backend: 'wasm', threads: 1, relaxed });
  setBackend(backend);
  const before = load();
  const rows: string[][] = [];
  for (const [name, each] of cells()) {
    if (names.length > 0 && !names.some((wanted) => name.toLowerCase().includes(wanted.toLowerCase()))) continue;
    const { forward, both, recorded } = runsOf(each(), sequences);
    const { best: peak } = await measurePeak(backend.features.includes('relaxed-simd'));
    const program = recorded();
    const [time, whole] = [timeOf(forward, rounds), timeOf(both, rounds)];
    const perStep = (ms: number): string => short((1000 * ms) / sequences.steps);
    const share = (flops: number, ms: number): string => `${((100 * flops) / ms / 1e6 / peak).toFixed(0)} %`;
    rows.push([
      name,
      ...[perStep(time), String(program.forward), share(program.flops.forward, time)],
      ...[perStep(whole), String(program.forward + program.backward), share(program.flops.both, whole)],
      String(program.copies),
      program.fixedBatch ? 'the batch is one row' : '',
    ]);
  }
  const { inputSize, hiddenSize } = sizes;
  print(
    `${sequences.batch} sequences of ${sequences.steps} steps, I = ${inputSize}, H = ${hiddenSize}, one thread; medians\n`,
  );
  print(markdownTable(head, rows, 1));
  print(`\nLoad ${before} to ${load()}. Copies are calls in the loops that only move values.`);
  backend.dispose();
}

/** The median of milliseconds, after a warm-up. */
function timeOf(run: () => void, rounds: number): number {
  const times: number[] = [];
  const start = performance.now();
  while (performance.now() - start < 150) run();
  for (let i = 0; i < 5 * rounds || performance.now() - start < 400; i++) {
    const at = performance.now();
    run();
    times.push(performance.now() - at);
  }
  return median(times);
}
