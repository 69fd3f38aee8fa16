import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, DTypeError, IndexError, type OstinatoError, ShapeError } from '@ostinato/base';
import {
  type Backend,
  mul,
  normal,
  RandomGenerator,
  setBackend,
  softmax,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { crossEntropy } from './cross-entropy.ts';

type Floats = Tensor<'float32'>;
let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

const classes = 4;
const generator = new RandomGenerator(2);
const weights = [0.5, 2, 0, 1.25];

interface Case {
  readonly shape: readonly number[];
  readonly soft: boolean;
  readonly weighted: boolean;
  readonly smoothing: number;
  readonly ignored: boolean;
}

const cases = [[4], [3, 4], [2, 4, 3], [2, 4, 3, 2], [0, 4]].flatMap((shape) =>
  [false, true].flatMap((soft) =>
    [false, true].flatMap((weighted) =>
      [0, 0.3, 1].flatMap((smoothing) =>
        (soft ? [false] : [false, true]).map((ignored): Case => ({ shape, soft, weighted, smoothing, ignored })),
      ),
    ),
  ),
);

/** Numbers of one element's classes: axis 1 (axis 0 of a vector), all other axes in row order. */
function elementsOf(x: Tensor): number[][] {
  const values = x.dataSync();
  if (x.rank === 1) return [[...values]];
  const inner = x.shape.slice(2).reduce((a, b) => a * b, 1);
  return Array.from({ length: x.shape[0]! * inner }, (_, e) => {
    const [row, rest] = [Math.floor(e / inner), e % inner];
    return Array.from({ length: classes }, (_, k) => values[(row * classes + k) * inner + rest]!);
  });
}

/** torch's documentation of CrossEntropyLoss in plain numbers: the losses of the elements and what the mean divides by. */
function reference(logits: Floats, target: Tensor, { soft, weighted, smoothing }: Case, ignoreIndex: number) {
  const w = weighted ? weights : [1, 1, 1, 1];
  const targets = soft ? elementsOf(target) : [...target.dataSync()];
  let divisor = 0;
  const losses = elementsOf(logits).map((row, e) => {
    const logSum = Math.log(row.reduce((total, v) => total + Math.exp(v), 0));
    const id = targets[e] as number;
    if (!soft && id === ignoreIndex) return 0;
    divisor += soft ? 1 : w[id]!;
    return row.reduce((total, v, k) => {
      const p = soft ? (targets[e] as number[])[k]! : +(k === id);
      // the smoothed part counts by each class's weight, the hard part by that of the target: which is the same
      return total - w[k]! * ((1 - smoothing) * p + smoothing / classes) * (v - logSum);
    }, 0);
  });
  return { losses, divisor };
}

function makeTarget({ shape, soft, ignored }: Case, ignoreIndex: number): Tensor<'int32'> | Floats {
  if (soft) return softmax(normal(shape, { generator }), shape.length === 1 ? 0 : 1);
  const elements = shape.reduce((a, b) => a * b, 1) / classes;
  const ids = Int32Array.from({ length: elements }, (_, e) =>
    ignored && e % 2 === 0 ? ignoreIndex : (e * 3 + 1) % classes,
  );
  return tensor(
    ids,
    shape.filter((_, axis) => axis !== (shape.length === 1 ? 0 : 1)),
  );
}

describe('crossEntropy', () => {
  it.each(cases)('equals plain numbers: %o', (one) => {
    for (const ignoreIndex of one.ignored ? [-100, 2] : [-100]) {
      const logits = mul(normal(one.shape, { generator }), 3);
      const target = makeTarget(one, ignoreIndex);
      const options = { labelSmoothing: one.smoothing, ignoreIndex, ...(one.weighted && { weight: tensor(weights) }) };
      const { losses, divisor } = reference(logits, target, one, ignoreIndex);
      const none = crossEntropy(logits, target, { ...options, reduction: 'none' });
      expect(none.shape).toEqual(one.shape.filter((_, axis) => axis !== (one.shape.length === 1 ? 0 : 1)));
      none.dataSync().forEach((loss, e) => expect(loss).toBeCloseTo(losses[e]!, 12));
      const total = losses.reduce((a, b) => a + b, 0);
      expect(crossEntropy(logits, target, { ...options, reduction: 'sum' }).dataSync()[0]).toBeCloseTo(total, 11);
      const mean = crossEntropy(logits, target, options).dataSync()[0];
      if (divisor === 0) expect(mean).toBeNaN();
      else expect(mean).toBeCloseTo(total / divisor, 12);
    }
  });

  it('is not changed by a constant added to the logits, and survives large ones', () => {
    const target = tensor([1, 3], { dtype: 'int32' });
    const loss = (shift: number) =>
      crossEntropy(
        tensor(
          [
            [1, 2, 3, 4],
            [0, -1, 5, 2],
          ].map((row) => row.map((v) => v + shift)),
        ),
        target,
      ).dataSync()[0]!;
    expect(loss(1000)).toBeCloseTo(loss(0), 12);
    expect(crossEntropy(tensor([[1e4, -1e4, 0, 0]]), tensor([1], { dtype: 'int32' })).dataSync()[0]).toBe(2e4);
  });

  it('has the gradient (softmax - one-hot) / count, exactly 0 where ignored', () => {
    const logits = normal([3, 4], { generator });
    const target = tensor([2, -100, 0], { dtype: 'int32' });
    const { gradients } = valueAndGrad(logits, () => crossEntropy(logits, target));
    const p = softmax(logits).dataSync();
    gradients!.dataSync().forEach((g, i) => {
      const [row, k] = [Math.floor(i / 4), i % 4];
      if (row === 1) expect(g).toBe(0);
      else expect(g).toBeCloseTo((p[i]! - +(k === target.dataSync()[row])) / 2, 13);
    });
  });

  it('gives no NaN gradient where an ignored row has infinite logits', () => {
    const logits = tensor([
      [1, 2, 3, 4],
      [Infinity, 0, 0, 0],
    ]);
    const { gradients, value } = valueAndGrad(logits, () =>
      crossEntropy(logits, tensor([1, -100], { dtype: 'int32' })),
    );
    expect(value.dataSync()[0]).toBeCloseTo(
      Math.log([1, 2, 3, 4].reduce((total, v) => total + Math.exp(v), 0)) - 2,
      12,
    );
    expect(gradients!.dataSync().slice(0, 4).every(Number.isFinite)).toBe(true);
  });

  it('is NaN when every target is ignored, as in torch; 0 as a sum', () => {
    const [logits, target] = [zeros([2, 4]), tensor([-100, -100], { dtype: 'int32' })];
    expect(crossEntropy(logits, target).dataSync()[0]).toBeNaN();
    expect(crossEntropy(logits, target, { reduction: 'sum' }).dataSync()[0]).toBe(0);
  });

  it('passes gradients to soft targets', () => {
    const logits = normal([2, 4], { generator });
    const target = softmax(normal([2, 4], { generator }));
    const { gradients } = valueAndGrad(target, () => crossEntropy(logits, target, { reduction: 'sum' }));
    const rows = elementsOf(logits);
    gradients!.dataSync().forEach((g, i) => {
      const row = rows[Math.floor(i / 4)]!;
      expect(g).toBeCloseTo(Math.log(row.reduce((total, v) => total + Math.exp(v), 0)) - row[i % 4]!, 12);
    });
  });
});

describe('crossEntropy refuses', () => {
  const ids = (...values: number[]) => tensor(values, { dtype: 'int32' });
  const refuses = (run: () => unknown, kind: typeof OstinatoError, words: string): void => {
    const before = backend.memory().storages;
    tidy(() => {
      let error: unknown;
      try {
        run();
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(kind);
      expect((error as Error).message).toContain(words);
    });
    expect(backend.memory().storages).toBe(before);
  };

  it('a target that is no class, naming it, its position and the classes', () => {
    refuses(
      () => crossEntropy(zeros([3, 4]), ids(0, 4, 1)),
      IndexError,
      'crossEntropy: target 4 at position 1 is not one of 4 classes, 0 to 3.',
    );
    refuses(() => crossEntropy(zeros([3, 4]), ids(0, 1, -1)), IndexError, 'target -1 at position 2');
    refuses(
      () => crossEntropy(zeros([1, 4, 2]), tensor([[3, 9]], { dtype: 'int32' })),
      IndexError,
      'target 9 at position 1',
    );
    refuses(() => crossEntropy(zeros([1, 4]), ids(-100), { ignoreIndex: 0 }), IndexError, 'target -100 at position 0');
    const logits = zeros([3, 4]);
    refuses(
      () => valueAndGrad(logits, () => crossEntropy(logits, ids(0, 4, 1), { labelSmoothing: 0.1 })),
      IndexError,
      'target 4',
    );
  });

  it('shapes that do not fit', () => {
    refuses(
      () => crossEntropy(zeros([3, 4]), ids(0, 1)),
      ShapeError,
      'logits [3,4] need int32 targets of shape [3], got [2]',
    );
    refuses(() => crossEntropy(zeros([3, 4]), zeros([3])), ShapeError, 'float32 targets of shape [3,4], got [3]');
    refuses(() => crossEntropy(zeros([3, 4]), ids(0, 1, 2), { weight: zeros([3]) }), ShapeError, 'weight must be [4]');
    refuses(() => crossEntropy(zeros([]), ids(0)), ShapeError, 'logits []');
  });

  it('other types', () => {
    refuses(() => crossEntropy([[1, 2]] as never, ids(0)), ArgumentError, 'logits must be a tensor, got a plain array');
    refuses(() => crossEntropy(zeros([1, 4]), null as never), ArgumentError, 'target must be a tensor, got null');
    refuses(() => crossEntropy(zeros([1, 4]), [0] as never), ArgumentError, 'target must be a tensor');
    refuses(
      () => crossEntropy(zeros([1, 4], { dtype: 'int32' }) as never, ids(0)),
      DTypeError,
      'logits must be float32, got int32',
    );
    refuses(() => crossEntropy(zeros([1, 4]), zeros([1], { dtype: 'bool' }) as never), DTypeError, 'got bool');
    refuses(
      () => crossEntropy(zeros([1, 4]), ids(0), { weight: [1, 1, 1, 1] as never }),
      ArgumentError,
      'weight must be a tensor',
    );
  });

  it('options outside their rules', () => {
    const run = (options: object) => () => crossEntropy(zeros([1, 4]), ids(0), options);
    refuses(run({ labelSmoothing: 1.5 }), ArgumentError, 'labelSmoothing must be at least 0 and at most 1, got 1.5');
    refuses(run({ labelSmoothing: '0.1' }), ArgumentError, 'labelSmoothing');
    refuses(run({ ignoreIndex: 0.5 }), ArgumentError, 'ignoreIndex');
    refuses(run({ reduction: 'avg' }), ArgumentError, 'mean, sum, none');
    refuses(run({ label_smoothing: 0.1 }), ArgumentError, 'Did you mean "labelSmoothing"?');
    refuses(run({ weights: tensor(weights) }), ArgumentError, 'Did you mean "weight"?');
  });

  it('nothing in vain: no storage is left of a good call either', () => {
    const [logits, target] = [normal([3, 4], { generator }), ids(0, 1, 2)];
    const before = backend.memory().storages;
    tidy(() => void valueAndGrad(logits, () => crossEntropy(logits, target, { labelSmoothing: 0.1 })));
    expect(backend.memory().storages).toBe(before);
    crossEntropy(logits, target).dispose();
    expect(backend.memory().storages).toBe(before);
  });
});
