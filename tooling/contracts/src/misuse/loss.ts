import {
  bce,
  bceWithLogits,
  cosineEmbedding,
  crossEntropy,
  gaussianNll,
  huber,
  kl,
  mae,
  mse,
  nll,
  poissonNll,
  smoothL1,
  tripletMargin,
} from '@ostinato/nn';
import { full, ones, tensor } from '@ostinato/tensor';
import { type Coverage, misuse, wrong } from './misuse.ts';

const elementwise = { bce, bceWithLogits, huber, kl, mae, mse, poissonNll, smoothL1 };

/** Rows of area `loss`. */
export const lossMisuses: Readonly<Record<string, Coverage>> = {
  'class target out of range and != ignore_index': {
    misuses: Object.entries({ crossEntropy, nll }).flatMap(([name, loss]) => [
      ...[-1, 3].map((id) =>
        misuse(`${name} ${id}`, 'IndexError', [name, `target ${id}`, 'position 1', '3 classes'], (watch) => {
          const [scores, target] = [watch(ones([2, 3])), watch(tensor([0, id], { dtype: 'int32' }))];
          return () => loss(scores, target);
        }),
      ),
      misuse(`${name} beside an ignored one`, 'IndexError', ['target 9', 'position 2', '3 classes'], (watch) => {
        const [scores, target] = [watch(ones([3, 3])), watch(tensor([0, -100, 9], { dtype: 'int32' }))];
        return () => loss(scores, target);
      }),
      misuse(`${name} -100 that is not ignored`, 'IndexError', ['target -100', 'position 0'], (watch) => {
        const [scores, target] = [watch(ones([1, 3])), watch(tensor([-100], { dtype: 'int32' }))];
        return () => loss(scores, target, { ignoreIndex: 0 });
      }),
      misuse(`${name} [batch, classes, steps]`, 'IndexError', ['target 5', 'position 3'], (watch) => {
        const [scores, target] = [
          watch(ones([2, 3, 2])),
          watch(
            tensor(
              [
                [0, 1],
                [2, 5],
              ],
              { dtype: 'int32' },
            ),
          ),
        ];
        return () => loss(scores, target);
      }),
    ]),
  },
  'CTC: blank index inside the targets': { notYet: 'there is no CTC loss yet' },
  'pred and target shapes differ (no silent broadcast in MSE/BCE)': {
    misuses: [
      ...Object.entries(elementwise).flatMap(([name, loss]) =>
        [[2, 1], [3], [], [1, 2, 3]].map((shape) =>
          misuse(`${name} [2,3] and [${shape}]`, 'ShapeError', [name, '[2,3]', `[${shape}]`], (watch) => {
            const [prediction, target] = [watch(full([2, 3], 0.5)), watch(full(shape, 0.5))];
            return () => loss(prediction, target);
          }),
        ),
      ),
      misuse('gaussianNll', 'ShapeError', ['gaussianNll', '[2,3]', '[3]'], (watch) => {
        const [mean, target, variance] = [watch(ones([2, 3])), watch(ones([3])), watch(ones([2, 3]))];
        return () => gaussianNll(mean, target, variance);
      }),
      misuse('gaussianNll variance', 'ShapeError', ['gaussianNll', '[2,3]', '[4,2,3]'], (watch) => {
        const [mean, target, variance] = [watch(ones([2, 3])), watch(ones([2, 3])), watch(ones([4, 2, 3]))];
        return () => gaussianNll(mean, target, variance);
      }),
      misuse('tripletMargin', 'ShapeError', ['tripletMargin', '[2,3]', '[1,3]'], (watch) => {
        const [anchor, positive, negative] = [watch(ones([2, 3])), watch(ones([2, 3])), watch(ones([1, 3]))];
        return () => tripletMargin(anchor, positive, negative);
      }),
      misuse('cosineEmbedding', 'ShapeError', ['cosineEmbedding', '[2,3]', '[3]'], (watch) => {
        const [a, b, target] = [watch(ones([2, 3])), watch(ones([3])), watch(ones([2]))];
        return () => cosineEmbedding(a, b, target);
      }),
      misuse('crossEntropy', 'ShapeError', ['crossEntropy', '[2,3]', '[3]'], (watch) => {
        const [scores, target] = [watch(ones([2, 3])), watch(tensor([0, 1, 2], { dtype: 'int32' }))];
        return () => crossEntropy(scores, target);
      }),
      misuse('crossEntropy weight', 'ShapeError', ['crossEntropy', '[3]', '[2]'], (watch) => {
        const [scores, target, weight] = [
          watch(ones([2, 3])),
          watch(tensor([0, 1], { dtype: 'int32' })),
          watch(ones([2])),
        ];
        return () => crossEntropy(scores, target, { weight });
      }),
      misuse('bce weight that would widen the loss', 'ShapeError', ['bce', '[3]', '[2,3]'], (watch) => {
        const [p, target, weight] = [watch(full([3], 0.5)), watch(full([3], 1)), watch(ones([2, 3]))];
        return () => bce(p, target, { weight });
      }),
      misuse('an unknown reduction', 'ArgumentError', ['reduction', 'avg', 'mean'], (watch) => {
        const x = watch(ones([2]));
        return () => mse(x, x, { reduction: wrong('avg') });
      }),
    ],
  },
};
