import { jsBackend } from '@ostinato/backend-js';
import {
  add,
  type Backend,
  mul,
  normal,
  RandomGenerator,
  setBackend,
  sum,
  square,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  zeros,
} from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { LayerNorm } from './layer-norm.ts';
import { stateDict } from './state-dict.ts';
import { bothWays, distance } from './testing/fused-ways.ts';

let backend: Backend;
beforeEach(() => setBackend((backend = jsBackend({ float: 'float64' }))));

describe('LayerNorm', () => {
  it('gives the last axes mean 0 and variance 1, then weight and bias', () => {
    const layer = new LayerNorm({ normalizedShape: 2, eps: 0 });
    layer.weight!.assign(tensor([2, 3]));
    layer.bias!.assign(tensor([10, 20]));
    expect([
      ...layer
        .forward(
          tensor([
            [1, 3],
            [9, 5],
          ]),
        )
        .dataSync(),
    ]).toEqual([8, 23, 12, 17]);
    expect(new LayerNorm({ normalizedShape: [2, 3] }).forward(zeros([4, 2, 3])).shape).toEqual([4, 2, 3]);
    expect(new LayerNorm({ normalizedShape: 3 }).forward(zeros([0, 3])).shape).toEqual([0, 3]);
  });

  it("has torch's names", () => {
    expect([...stateDict(new LayerNorm({ normalizedShape: [2, 3] })).keys()]).toEqual(['weight', 'bias']);
    expect([...stateDict(new LayerNorm({ normalizedShape: 3, bias: false })).keys()]).toEqual(['weight']);
    expect(stateDict(new LayerNorm({ normalizedShape: 3, elementwiseAffine: false })).size).toBe(0);
  });

  it('leaves nothing behind but value and gradients', () => {
    const layer = new LayerNorm({ normalizedShape: 3 });
    layer.forward(zeros([2, 3])).dispose();
    const before = backend.memory().storages;
    tidy(() => void valueAndGrad(layer, () => sum(square(layer.forward(tensor([[1, 2, 4]]))))));
    tidy(() => expect(() => layer.forward(zeros([2, 4]))).toThrow('LayerNorm: expected input [..., 3], got [2,4]'));
    tidy(() => expect(() => layer.forward(zeros([]))).toThrow('got []'));
    expect(backend.memory().storages).toBe(before);
  });

  it('explains wrong options', () => {
    expect(() => new LayerNorm({ normalizedShape: [] })).toThrow('normalized axes must be at least 1');
    expect(() => new LayerNorm({ normalizedShape: 3, esp: 1 } as never)).toThrow('Did you mean "eps"?');
  });
});

describe('the fused kernel', () => {
  const shapes = [
    [1, 1],
    [3, 4],
    [2, 5, 7],
    [33, 64],
    [0, 3],
  ];
  const kinds = [{}, { bias: false }, { elementwiseAffine: false }];

  /** Sums of the gradients of x, weight and bias, or what `use` makes of the layer. */
  function run(shape: readonly number[], options: object, use: (layer: LayerNorm, x: Tensor<'float32'>) => Tensor[]) {
    const generator = new RandomGenerator(1);
    const x = add(mul(normal(shape, { generator }), 3), 2);
    const layer = new LayerNorm({ normalizedShape: shape.slice(1), ...options });
    layer.weight?.assign(normal(shape.slice(1), { generator }));
    layer.bias?.assign(normal(shape.slice(1), { generator }));
    return use(layer, x).flatMap((tensor) => [...tensor.dataSync()]);
  }

  const score = (y: Tensor<'float32'>) => sum(mul(square(y), 0.1));

  it.each(shapes.flatMap((shape) => kinds.map((options) => ({ shape, options }))))(
    'gives what the composition gives, gradients too: %o',
    ({ shape, options }) => {
      const [fused, composed] = bothWays(jsBackend, 'layerNorm', () =>
        run(shape, options, (layer, x) => {
          const { gradients, aux } = valueAndGrad(
            [x, layer.weight, layer.bias].filter((t) => t !== undefined),
            () => {
              const y = layer.forward(x);
              return [score(y), y];
            },
          );
          return [aux, ...gradients.filter((g) => g !== undefined)];
        }),
      );
      expect([fused.calls > 1, composed.calls]).toEqual([true, 0]);
      expect(distance(fused.values, composed.values)).toBeLessThan(2e-6 * Math.sqrt(shape[0]!) + 1e-6);
    },
  );

  it('is not used where the gradient is differentiated', () => {
    const [twice, composed] = bothWays(jsBackend, 'layerNorm', () =>
      run([3, 4], {}, (layer, x) => {
        const slope = () => valueAndGrad(x, () => score(layer.forward(x))).gradients!;
        const { value, gradients } = valueAndGrad(x, () => sum(square(slope())));
        return [value, gradients!];
      }),
    );
    expect(twice).toEqual(composed);
  });
});
