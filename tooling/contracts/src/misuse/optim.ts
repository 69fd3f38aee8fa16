import { Linear } from '@ostinato/nn';
import { namedParameters, ones } from '@ostinato/tensor';
import { adam, clipGradNorm, clipGradValue, groups, sgd, trainStep } from '@ostinato/train';
import { type Coverage, misuse, type Misuse, wrong, wrongCall } from './misuse.ts';

const makers = {
  adam: (options: object) => adam(options),
  sgd: (options: object) => sgd({ learningRate: 0.1, ...options }),
};

const rates: Misuse[] = Object.entries(makers).flatMap(([name, make]) =>
  ['learningRate', 'weightDecay'].flatMap((option) =>
    [-1, NaN, Infinity].map((value) =>
      wrongCall(`${name} ${option} ${value}`, 'ArgumentError', [name, option, String(value)], () =>
        make({ [option]: value }),
      ),
    ),
  ),
);

const others: Misuse[] = [
  ...[
    [1, 0.9],
    [-0.1, 0.9],
    [0.9, 1],
    [0.9, NaN],
  ].map((betas) =>
    wrongCall(
      `adam betas [${betas}]`,
      'ArgumentError',
      ['adam', 'betas[', String(betas.find((beta) => !(beta >= 0 && beta < 1)))],
      () => adam({ betas: wrong(betas) }),
    ),
  ),
  wrongCall('adam with one beta', 'ArgumentError', ['betas', '1'], () => adam({ betas: wrong([0.9]) })),
  wrongCall('adam epsilon', 'ArgumentError', ['epsilon', '-1'], () => adam({ epsilon: -1 })),
  wrongCall('adam lr', 'ArgumentError ARGUMENT_OPTION', ['"lr"'], () => adam(wrong({ lr: 0.1 }))),
  wrongCall('sgd momentum', 'ArgumentError', ['momentum', '-0.5'], () => sgd({ learningRate: 0.1, momentum: -0.5 })),
  wrongCall('nesterov without momentum', 'ArgumentError', ['nesterov', 'momentum', '0'], () =>
    sgd({ learningRate: 0.1, nesterov: true }),
  ),
  wrongCall('nesterov with dampening', 'ArgumentError', ['nesterov', 'dampening', '0.5'], () =>
    sgd({ learningRate: 0.1, momentum: 0.9, dampening: 0.5, nesterov: true }),
  ),
  misuse('a rate set later', 'ArgumentError', ['learningRate', '-2'], (watch) => {
    const optimizer = adam();
    optimizer.init(namedParameters(watch(new Linear({ inFeatures: 1, outFeatures: 1 }))));
    watch(optimizer);
    return () => Object.assign(optimizer, { learningRate: -2 });
  }),
  misuse('a gradient of another shape', 'ShapeError', ['weight', '[3]', '[1,2]'], (watch) => {
    const model = watch(new Linear({ inFeatures: 2, outFeatures: 1 }));
    const optimizer = adam();
    optimizer.init(namedParameters(model));
    const gradients = new Map([
      ['bias', watch(ones([1]))],
      ['weight', watch(ones([3]))],
    ]);
    watch(optimizer);
    return () => optimizer.update(gradients);
  }),
  misuse('a gradient of an unknown key', 'StateError', ['adam', '"kernel"'], (watch) => {
    const optimizer = adam();
    optimizer.init(namedParameters(watch(new Linear({ inFeatures: 2, outFeatures: 1 }))));
    const gradients = new Map([
      ['bias', watch(ones([1]))],
      ['kernel', watch(ones([1]))],
    ]);
    watch(optimizer);
    return () => optimizer.update(gradients);
  }),
  wrongCall('update before init', 'StateError', ['adam', 'init'], () =>
    adam().update(new Map([['weight', undefined]])),
  ),
  misuse('an optimizer of another model', 'StateError', ['sgd', 'other parameters'], (watch) => {
    const optimizer = sgd({ learningRate: 0.1 });
    optimizer.init(namedParameters(watch(new Linear({ inFeatures: 1, outFeatures: 1 }))));
    const model = watch(new Linear({ inFeatures: 1, outFeatures: 1 }));
    watch(optimizer);
    return () => trainStep(model, optimizer, () => ones([]));
  }),
  misuse('clipGradNorm', 'ArgumentError', ['maxNorm', '-1'], (watch) => {
    const gradients = [watch(ones([2]))];
    return () => clipGradNorm(gradients, -1);
  }),
  misuse('clipGradNorm of order 3', 'ArgumentError', ['normType', '3'], (watch) => {
    const gradients = [watch(ones([2]))];
    return () => clipGradNorm(gradients, 1, { normType: 3 });
  }),
  misuse('clipGradValue', 'ArgumentError', ['clipValue', '-1'], (watch) => {
    const gradients = [watch(ones([2]))];
    return () => clipGradValue(gradients, -1);
  }),
  wrongCall('groups of nothing', 'ArgumentError', ['at least one'], () => groups([])),
];

/** Rows of area `optim`. */
export const optimizerMisuses: Readonly<Record<string, Coverage>> = {
  'negative lr / beta outside [0,1) / nesterov without momentum': { misuses: [...rates, ...others] },
};
