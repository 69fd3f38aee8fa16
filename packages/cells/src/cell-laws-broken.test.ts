import { jsBackend } from '@ostinato/backend-js';
import {
  add,
  keep,
  mul,
  normal,
  parameter,
  RandomGenerator,
  slice,
  type StepResult,
  sum,
  tensor,
  type Tensor,
} from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { MinGRUCell } from './min-gru-cell.ts';
import { RNNCell, type RNNState } from './rnn-cell.ts';
import { cellLaws, type MakeCell } from './testing.ts';

type Floats = Tensor<'float32'>;
type Result = StepResult<RNNState, Floats>;
const sizes = { inputSize: 2, hiddenSize: 3 };
const backend = (float: 'float32' | 'float64') => jsBackend({ float });

/** An `RNNCell` whose step was spoilt. */
function spoilt(step: (cell: RNNCell, x: Floats, state: RNNState) => Result): MakeCell {
  return (generator) => {
    const cell = new RNNCell({ ...sizes, generator });
    const good = cell.step.bind(cell);
    const own = Object.create(RNNCell.prototype, { step: { value: good } }) as RNNCell;
    return Object.defineProperty(cell, 'step', { value: (x: Floats, state: RNNState) => step(own, x, state) });
  };
}

/** An `RNNCell` with another first weight. */
const withWeight =
  (weight: (generator: RandomGenerator) => Parameters<typeof parameter>[0]): MakeCell =>
  (generator) =>
    Object.assign(new RNNCell({ ...sizes, generator }), { weightIh: parameter(weight(generator)) });

/** What is wrong with a cell, and the law that must notice. */
const cases: [string, string, MakeCell][] = [
  [
    'mixes the rows of a batch',
    'a row alone equals',
    spoilt((cell, x, state) => cell.step(add(x, sum(x, 0, { keepDims: true })), state)),
  ],
  ['ignores its state', 'reach the end', spoilt((cell, x, { h }) => cell.step(x, { h: mul(h, 0) }))],
  [
    'never changes its state',
    'reach the end',
    spoilt((cell, x, state) => ({ output: cell.step(x, { h: mul(state.h, 0) }).output, state })),
  ],
  [
    'keeps tensors',
    'nothing is left of a run',
    spoilt((cell, x, state) => {
      keep(add(x, 1));
      return cell.step(x, state);
    }),
  ],
  [
    'hides a count in the cell',
    'a scan equals single steps',
    (() => {
      let calls = 0;
      return spoilt((cell, x, state) => cell.step(add(x, calls++), state));
    })(),
  ],
  [
    'cuts the gradient',
    'central differences',
    spoilt((cell, x, { h }) => cell.step(x, { h: tensor(h.dataSync(), h.shape) })),
  ],
  [
    'lets other sizes pass',
    'wrong shapes are refused',
    spoilt((cell, x, state) => cell.step(slice(x, -1, 0, 2), state)),
  ],
  [
    'gives another output size',
    'announced shapes',
    spoilt((cell, x, state) => ({ ...cell.step(x, state), output: x })),
  ],
  [
    'renames its state',
    'announced shapes',
    spoilt((cell, x, state) => {
      const { output } = cell.step(x, state);
      return { output, state: { hidden: output } as never };
    }),
  ],
  [
    'forgets where it came from in its parallel form',
    'a parallel form',
    (generator) => {
      const cell = new MinGRUCell({ ...sizes, generator });
      const good = cell.parallel.bind(cell);
      return Object.defineProperty(cell, 'parallel', {
        value: (xs: Floats, { h }: RNNState, keep?: Tensor<'bool'>) => good(xs, { h: mul(h, 0) }, keep),
      });
    },
  ],
  [
    'does not see padding in its parallel form',
    'a parallel form',
    (generator) => {
      const cell = new MinGRUCell({ ...sizes, generator });
      const good = cell.parallel.bind(cell);
      return Object.defineProperty(cell, 'parallel', { value: (xs: Floats, state: RNNState) => good(xs, state) });
    },
  ],
  ['draws without its generator', 'seed of the generator', () => new RNNCell(sizes)],
  [
    'draws the same whatever the seed',
    'seed of the generator',
    (generator) => {
      generator.next();
      return new RNNCell({ ...sizes, generator: new RandomGenerator(3) });
    },
  ],
  ['draws at once', 'draws nothing', withWeight((generator) => normal([3, 2], { generator }))],
  [
    'hides a weight',
    'make the same cell',
    (generator) => {
      const hidden = normal([3], { generator });
      const cell = new RNNCell({ ...sizes, generator });
      const good = cell.step.bind(cell);
      return Object.defineProperty(cell, 'step', {
        value: (x: Floats, { h }: RNNState) => good(x, { h: add(h, tensor(hidden.dataSync(), [3])) }),
      });
    },
  ],
];

describe('cellLaws', () => {
  it.each(cases)('catches a cell that %s', async (_, law, makeCell) => {
    const failed: string[] = [];
    for (const { name, check } of cellLaws(makeCell, { backend }).filter((one) => one.name.includes(law))) {
      await Promise.resolve()
        .then(check)
        .catch(() => failed.push(name));
    }
    expect(failed).toHaveLength(1);
  });

  it('says what is wrong', async () => {
    const mixing = cases[0]![2];
    const law = cellLaws(mixing, { backend }).find(({ name }) => name.startsWith('a row alone'))!;
    await expect(async () => law.check()).rejects.toThrow(
      /rows 0 of the batch.*element 0 of output \[5,1,3\] is .*, expected /,
    );
  });

  it('checks its options', () => {
    const makeCell: MakeCell = (generator) => new RNNCell({ ...sizes, generator });
    expect(() => cellLaws(makeCell, { backend, step: 4 } as never)).toThrow('Did you mean "steps"?');
    expect(() => cellLaws(makeCell, { backend, batch: 1 })).toThrow('batch must be at least 2, got 1');
    expect(() => cellLaws(makeCell, {} as never)).toThrow('backend must be a function');
    expect(() => cellLaws({} as never, { backend })).toThrow('makeCell must be a function');
  });
});
