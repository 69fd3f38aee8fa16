import type { Cell } from '@ostinato/cells';
import { mean, explain, scan, square, type Tensor, tensor, tidy, valueAndGrad } from '@ostinato/tensor';
import { uniformValues } from '../data/generator.ts';

/** The workload: sequences of a batch. */
export interface Sequences {
  readonly batch: number;
  readonly steps: number;
}

/** How a cell's step was recorded, counted in calls of kernels, and what a run computes. */
export interface Recorded {
  readonly forward: number;
  readonly backward: number;
  /** Calls in the loop that only move values: what a better recording would not need. */
  readonly copies: number;
  /** Floating-point operations of a forward run, and of one with gradients. */
  readonly flops: { readonly forward: number; readonly both: number };
  /** Why the batch is one row, where it is. */
  readonly fixedBatch: boolean;
}

type Floats = Tensor<'float32'>;

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9 };

/** Reads the text of `explain`. @throws Error where it has no program */
export function readProgram(forth: string, both: string): Recorded {
  const flopsOf = (text: string): number => {
    const found = /in all, ([\d.]+) ([kMG]?)FLOP/.exec(text);
    if (found === null) throw new Error(`no program was run:\n${text.slice(0, 300)}`);
    return Number(found[1]) * factors[found[2]!]!;
  };
  const part = (title: string): string => new RegExp(`\\n${title}: [^]*?(?=\\n\\n|$)`).exec(both)?.[0] ?? '';
  const [forward, backward] = ['at every step', 'at every step back'].map(part) as [string, string];
  const count = (text: string): number => text.split('\n').filter((line) => line.startsWith('  ')).length;
  const copies = `${forward}\n${backward}`.match(/= (strided|copy|concat)\.?\w*\(|= stridedSum\(/g)?.length ?? 0;
  return {
    forward: count(forward),
    backward: count(backward),
    copies,
    flops: { forward: flopsOf(forth), both: flopsOf(both) },
    fixedBatch: both.startsWith('Recorded for one batch size'),
  };
}

/** Runs of a cell over sequences, without and with gradients of its parameters and a squared loss, and its program. */
export function runsOf(cell: Cell, { batch, steps }: Sequences) {
  const x = tensor(uniformValues(steps * batch * cell.inputSize, 1), [steps, batch, cell.inputSize]);
  const step: Cell['step'] = (xt, state) => cell.step(xt, state);
  const outputs = (): Floats => scan(step, cell.initialState(batch), x).outputs;
  const forward = (): void => tidy(() => void outputs());
  const both = (): void => tidy(() => void valueAndGrad(cell, () => mean(square(outputs()))));
  return { forward, both, recorded: () => readProgram(explain(forward), explain(both)) };
}
