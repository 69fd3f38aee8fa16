import {
  add,
  concat,
  div,
  linear,
  matmul,
  mean,
  mul,
  rsqrt,
  slice,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  tensor,
  type Tensor,
} from '@ostinato/tensor';
import { fusedLayerNorm } from '@ostinato/tensor/fused';
import { features, hidden, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;

function layerNorm(x: Floats, weight: Floats, bias: Floats): Floats {
  const centered = sub(x, mean(x, -1, { keepDims: true }));
  const rstd = rsqrt(add(mean(square(centered), -1, { keepDims: true }), 1e-5));
  return add(mul(mul(centered, rstd), weight), bias);
}

/** Steps that make something of their weights, or use them in other ways than a product. */
export const weightSteps: readonly StepRow[] = [
  stepRow('weights times a mask that is made in the step', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      step: (x, h) => {
        const mask = tensor([1, 0, 1, 0, 1, 1, 1, 0, 0], [hidden, hidden]);
        const next = tanh(add(linear(x, ih), linear(h, mul(hh, mask))));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('parts of one weight', (numbers) => {
    const both = numbers.weight(hidden, features + hidden);
    return {
      step: (x, h) => {
        const next = tanh(add(linear(x, slice(both, 1, 0, features)), linear(h, slice(both, 1, features))));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('two weights joined to one', (numbers) => {
    const [ih, hh, bias] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden), numbers.weight(hidden)];
    return {
      step: (x, h) => {
        const next = tanh(linear(concat([x, h]), concat([ih, hh]), bias));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('weights of a norm', (numbers) => {
    const [v, g, ih] = [numbers.weight(hidden, hidden), numbers.weight(hidden, 1), numbers.weight(hidden, features)];
    return {
      step: (x, h) => {
        const weight = mul(v, div(g, sqrt(sum(square(v), 1, { keepDims: true }))));
        const next = tanh(add(linear(x, ih), linear(h, weight)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('a weight that the step uses twice, once transposed', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      step: (x, h) => {
        const next = tanh(add(linear(x, ih), matmul(linear(h, hh), hh)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('a scalar parameter', (numbers) => {
    const [rate, ih] = [numbers.weight(), numbers.weight(hidden, features)];
    return {
      step: (x, h) => {
        const next = add(mul(h, rate), mul(linear(x, ih), sub(1, rate)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('layer norm of one kernel', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    const [scale, shift] = [numbers.weight(hidden), numbers.weight(hidden)];
    return {
      step: (x, h) => {
        const sumOf = add(linear(x, ih), linear(h, hh));
        const next = tanh(fusedLayerNorm(sumOf, scale, shift, 1e-5) ?? layerNorm(sumOf, scale, shift));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('layer norm of input, state and sum, made of ops', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    const [s, b, t, c] = Array.from({ length: 4 }, (): Floats => numbers.weight(hidden)) as [
      Floats,
      Floats,
      Floats,
      Floats,
    ];
    return {
      step: (x, h) => {
        const next = tanh(layerNorm(add(layerNorm(linear(x, ih), s, b), layerNorm(linear(h, hh), t, c)), s, c));
        return { output: next, state: next };
      },
    };
  }),

  stepRow('a residual', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      step: (x, h) => {
        const next = add(h, tanh(add(linear(x, ih), linear(h, hh))));
        return { output: add(next, next), state: next };
      },
    };
  }),
];
