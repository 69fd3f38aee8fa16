import { jsBackend } from '@ostinato/backend-js';
import { normal, RandomGenerator, scan, setBackend, type Tensor, valueAndGrad, sum } from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { describe, expect, it } from 'vitest';
import { type Cell, type CellOptions, type CellState, GRU, LSTM, RNN } from './index.ts';
import * as cells from './index.ts';

type Floats = Tensor<'float32'>;

setBackend(jsBackend()); // the cells below are made before any test runs

const sizes = { inputSize: 3, hiddenSize: 4 };
const [steps, batch] = [5, 3];
const generator = new RandomGenerator(1);
const random = (...shape: number[]) => normal(shape, { generator });
const bits = (trace: Readonly<Record<string, Tensor>>) =>
  Object.fromEntries(Object.entries(trace).map(([name, value]) => [name, [value.shape, [...value.dataSync()]]]));

/** Every exported cell that sizes are enough for: wrappers want other cells. */
const made = Object.entries(cells).flatMap(([name, Made]): [string, Cell][] => {
  const isCell = typeof Made === 'function' && 'step' in ((Made as { prototype?: object }).prototype ?? {});
  if (!isCell) return [];
  const own = name === 'JordanCell' ? { ...sizes, outputSize: 2 } : sizes;
  try {
    return [[name, new (Made as unknown as new (options: CellOptions) => Cell)(own)]];
  } catch {
    return [];
  }
});

it('is tried on all cells', () => expect(made.length).toBeGreaterThan(17));

describe.each(made)('the trace of %s', (_, cell) => {
  const step = (x: Floats, state: CellState) => cell.step(x, state);
  const run = (x: Floats, lengths?: number[]) =>
    scan(step, cell.initialState(batch), x, { trace: true, ...(lengths && { lengths }) }).trace!;

  it('of a replayed program is that of its loop: [steps, batch, size], states and what went into gates included', () => {
    const x = random(steps, batch, cell.inputSize);
    const first = run(x);
    expect(bits(run(x))).toEqual(bits(first));
    for (const lengths of [undefined, [5, 2, 0]]) {
      const right = looped(() => run(x, lengths));
      expect(bits(run(x, lengths))).toEqual(bits(right));
      for (const value of Object.values(right)) expect(value.shape.slice(0, 2)).toEqual([steps, batch]);
    }
    const names = Object.keys(first);
    expect(names.filter((name) => /^(hidden|cell|output)$/.test(name))).not.toEqual([]);
    expect(names.filter((name) => /Preactivation\d*$/.test(name))).not.toEqual([]);
  });
});

describe('the trace of a layer', () => {
  it.each([
    ['RNN', new RNN({ ...sizes, bidirectional: true })],
    ['LSTM', new LSTM({ ...sizes, numLayers: 2 })],
    ['GRU', new GRU(sizes)],
  ])('%s is the same inside valueAndGrad', (_, layer) => {
    const x = random(batch, steps, sizes.inputSize);
    const run = () => layer.forward(x, { trace: true, lengths: [5, 2, 0] });
    const { aux } = valueAndGrad(layer, () => {
      const { output, trace } = run();
      return [sum(output), trace!];
    });
    expect(bits(aux)).toEqual(bits(run().trace!));
  });
});
