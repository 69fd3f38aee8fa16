import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, BackendError, DTypeError, type OstinatoError, ShapeError } from '@ostinato/base';
import { stateDict } from '@ostinato/nn';
import {
  type Backend,
  RandomGenerator,
  setBackend,
  sum,
  tensor,
  type Tensor,
  tidy,
  training,
  valueAndGrad,
  withBackend,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from './index.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend())));

const sizes = { inputSize: 3, hiddenSize: 4 };
const layers = { RNN, LSTM, GRU };
const live = () => backend.memory().storages;

/** Runs what must fail: the error has the class and says all of `words`; nothing is allocated for good. */
function refuses(run: () => unknown, kind: typeof OstinatoError, ...words: string[]): void {
  const before = live();
  let error: unknown;
  tidy(() => {
    try {
      run();
    } catch (thrown) {
      error = thrown;
    }
  });
  expect(error).toBeInstanceOf(kind);
  for (const word of words) expect((error as Error).message).toContain(word);
  expect(live()).toBe(before);
}

describe.each(Object.entries(layers))('new %s', (name, Layer) => {
  it.each([
    [{ ...sizes, hiddenSize: 0 }, ['hiddenSize', 'at least 1', 'got 0']],
    [{ ...sizes, hiddenSize: -2 }, ['hiddenSize', 'at least 1', 'got -2']],
    [{ ...sizes, hiddenSize: 2.5 }, ['hiddenSize', 'whole number', 'got 2.5']],
    [{ ...sizes, inputSize: 0 }, ['inputSize', 'at least 1', 'got 0']],
    [{ hiddenSize: 4 }, ['inputSize', 'whole number', 'got undefined']],
    [{ ...sizes, hiddenSize: '4' }, ['hiddenSize', 'got "4"']],
    [{ ...sizes, numLayers: 0 }, ['numLayers', 'at least 1', 'got 0']],
    [{ ...sizes, dropout: 1.5 }, ['dropout', 'at most 1', 'got 1.5']],
    [{ ...sizes, dropout: -0.1 }, ['dropout', 'at least 0', 'got -0.1']],
    [{ ...sizes, dropout: NaN }, ['dropout', 'got NaN']],
    [{ ...sizes, bidirectonal: true }, ['"bidirectonal"', 'Did you mean "bidirectional"?']],
    [{ ...sizes, hidden_size: 3 }, ['"hidden_size"', 'Did you mean "hiddenSize"?']],
    [{ ...sizes, bidirectional: 'yes' }, ['bidirectional', 'got "yes"']],
    [{ ...sizes, timeMajor: 1 }, ['timeMajor', 'got 1']],
    [{ ...sizes, bias: 'false' }, ['bias', 'got "false"']],
    [{ ...sizes, generator: 7 }, ['generator', 'RandomGenerator', 'got 7']],
    [null, ['options', 'got null']],
  ])('refuses %o and draws nothing', (options, words) => {
    const generator = new RandomGenerator(1);
    const given = options === null ? null : { generator, ...options };
    refuses(() => new Layer(given as never), ArgumentError, name, ...words);
    expect(generator.draws).toBe(0);
  });
});

describe('options of one layer only', () => {
  it.each([4, 5, -1, 1.5])('projSize %d is refused', (projSize) => {
    const generator = new RandomGenerator(1);
    refuses(() => new LSTM({ ...sizes, projSize, generator }), ArgumentError, 'projSize', `got ${projSize}`);
    refuses(() => new LSTMCell({ ...sizes, projSize, generator }), ArgumentError, 'projSize', `got ${projSize}`);
    expect(generator.draws).toBe(0);
  });

  it('a misspelt nonlinearity names the nearest', () => {
    refuses(
      () => new RNN({ ...sizes, nonlinearity: 'tanhh' as never }),
      ArgumentError,
      'got "tanhh"',
      'Did you mean "tanh"?',
    );
    refuses(() => new RNNCell({ ...sizes, nonlinearity: 'gelu' as never }), ArgumentError, 'tanh, relu');
  });

  it('resetAfter is a boolean, and other cells have none', () => {
    refuses(() => new GRU({ ...sizes, resetAfter: 'no' as never }), ArgumentError, 'resetAfter', 'got "no"');
    refuses(() => new GRUCell({ ...sizes, resetAfter: 0 as never }), ArgumentError, 'resetAfter', 'got 0');
    refuses(() => new LSTM({ ...sizes, resetAfter: true } as never), ArgumentError, 'unknown option "resetAfter"');
  });
});

describe.each(Object.entries(layers))('%s.forward', (name, Layer) => {
  const make = (more = {}) => {
    const layer = new Layer({ ...sizes, numLayers: 2, bidirectional: true, ...more });
    for (const box of stateDict(layer).values()) box.dataSync();
    return {
      forward: (x: Tensor, options?: object) => layer.forward(x as Tensor<'float32'>, options as object),
      layer,
    };
  };

  it('refuses an input of another size or rank', () => {
    const { forward } = make();
    refuses(() => forward(zeros([2, 5, 7])), ShapeError, name, '3 features', '[2,5,7]');
    refuses(() => forward(zeros([5, 2])), ShapeError, name, '3 features', '[5,2]');
    refuses(() => forward(zeros([3])), ShapeError, name, '[3]');
    refuses(() => forward(zeros([1, 2, 5, 3])), ShapeError, name, '[1,2,5,3]');
  });

  it('refuses what is no float tensor', () => {
    const { forward } = make();
    for (const wrong of [null, undefined, 'text', [[1, 2, 3]], 3])
      refuses(() => forward(wrong as never), ArgumentError, name, 'input');
    refuses(() => forward(zeros([2, 5, 3], { dtype: 'int32' })), DTypeError, 'int32');
  });

  it.each([
    [[5, -1], ['lengths[1] is -1']],
    [[2.5, 1], ['lengths[0] is 2.5']],
    [
      [5, 6],
      ['lengths[1] is 6', '0 to 5'],
    ],
    [[5, NaN], ['lengths[1] is NaN']],
    [[5], ['expected 2 lengths', 'got 1']],
    [
      [5, 4, 3],
      ['expected 2 lengths', 'got 3'],
    ],
    ['54', ['lengths', 'got "54"']],
  ])('refuses lengths %o', (lengths, words) => {
    const { forward } = make();
    refuses(() => forward(zeros([2, 5, 3]), { lengths }), ArgumentError, ...words);
  });

  it('takes lengths of 0, all of them too', () => {
    const { output, state } = make().forward(zeros([2, 5, 3]), { lengths: [0, 0] });
    expect([...output.dataSync(), ...state.h.dataSync()].every((value) => value === 0)).toBe(true);
  });

  it('refuses a mask of another shape, and both mask and lengths', () => {
    const { forward } = make();
    refuses(() => forward(zeros([2, 5, 3]), { mask: zeros([5, 2], { dtype: 'bool' }) }), ShapeError, '[2,5]', '[5,2]');
    refuses(() => forward(zeros([2, 5, 3]), { mask: zeros([2, 5]) }), DTypeError, 'bool');
    refuses(
      () => forward(zeros([2, 5, 3]), { mask: zeros([2, 5], { dtype: 'bool' }), lengths: [1, 2] }),
      ArgumentError,
      'not both',
    );
  });

  it('refuses a state of other layers, batch or size, before anything runs', () => {
    const { forward } = make();
    const x = zeros([2, 5, 3]);
    const good = forward(x).state;
    for (const shape of [
      [2, 2, 4],
      [4, 3, 4],
      [4, 2, 5],
      [2, 4],
    ]) {
      refuses(
        () => forward(x, { state: { ...good, h: zeros(shape) } }),
        ShapeError,
        name,
        'state.h',
        '[4,2,4]',
        `[${shape}]`,
      );
    }
    refuses(() => forward(zeros([5, 3]), { state: good }), ShapeError, 'state.h', '[4,4]', '[4,2,4]');
    refuses(() => forward(x, { state: { ...good, hidden: good.h } }), ArgumentError, '"hidden"');
    refuses(() => forward(x, { state: {} }), ShapeError, 'state.h', 'got nothing');
    refuses(() => forward(x, { state: { ...good, h: [[0]] } }), ArgumentError, 'state.h', 'a plain array');
    refuses(() => forward(x, { state: null }), ArgumentError, 'state');
    refuses(() => forward(x, { state: good.h }), ArgumentError, 'state');
  });

  it('refuses unknown options and no steps', () => {
    const { forward } = make();
    refuses(() => forward(zeros([2, 5, 3]), { length: [1, 2] }), ArgumentError, 'Did you mean "lengths"?');
    refuses(() => forward(zeros([2, 0, 3])), ArgumentError, 'steps');
  });

  it('refuses an input of another backend', () => {
    const { forward } = make();
    const foreign = withBackend(jsBackend(), () => zeros([2, 5, 3]));
    refuses(() => forward(foreign), BackendError, 'two backends');
  });

  it('leaves nothing behind: inference, training, gradients, errors within them', () => {
    const { forward, layer } = make({ dropout: 0.5 });
    const x = zeros([2, 5, 3]);
    const before = live();
    const clean = (run: () => unknown) => {
      tidy(() => void run());
      expect(live()).toBe(before);
    };
    clean(() => forward(x));
    clean(() => forward(x, { lengths: [3, 0], trace: true }));
    clean(() => training({}, () => forward(x, { lengths: [3, 0] })));
    clean(() => training({}, () => valueAndGrad(layer, () => sum(forward(x, { lengths: [3, 0] }).output))));
    clean(() => expect(() => valueAndGrad(layer, () => forward(x, { lengths: [3, 9] }).output)).toThrow(ArgumentError));
    clean(() => expect(() => valueAndGrad(layer, () => forward(x).output)).toThrow('scalar'));
  });

  it('without a tidy leaves only what it returns', () => {
    const { forward } = make();
    const x = zeros([2, 5, 3]);
    const before = live();
    const { output, state, trace } = forward(x, { lengths: [5, 2], trace: true }) as ReturnType<LSTM['forward']>;
    const made = [output, ...Object.values(state), ...Object.values(trace!)];
    expect(live()).toBe(before + made.length);
    for (const value of made) value.dispose();
    expect(live()).toBe(before);
  });
});

describe('LSTM.forward', () => {
  it('checks c by the cell size and h by the projection', () => {
    const lstm = new LSTM({ ...sizes, projSize: 2 });
    for (const box of stateDict(lstm).values()) box.dataSync();
    const x = zeros([2, 5, 3]);
    refuses(
      () => lstm.forward(x, { state: { h: zeros([1, 2, 2]), c: zeros([1, 2, 2]) } }),
      ShapeError,
      'state.c',
      '[1,2,4]',
      '[1,2,2]',
    );
    refuses(
      () => lstm.forward(x, { state: { h: zeros([1, 2, 4]), c: zeros([1, 2, 4]) } }),
      ShapeError,
      'state.h',
      '[1,2,2]',
      '[1,2,4]',
    );
    refuses(() => lstm.forward(x, { state: { h: zeros([1, 2, 2]) } as never }), ShapeError, 'state.c', 'got nothing');
    expect(
      lstm.forward(tensor(new Float32Array(30), [2, 5, 3]), { state: { h: zeros([1, 2, 2]), c: zeros([1, 2, 4]) } })
        .output.shape,
    ).toEqual([2, 5, 2]);
  });
});
