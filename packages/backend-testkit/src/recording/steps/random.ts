import {
  add,
  bernoulli,
  cast,
  linear,
  mul,
  normal,
  scan,
  sub,
  tanh,
  type Tensor,
  trainingGenerator,
  uniform,
} from '@ostinato/tensor';
import { fusedDropout } from '@ostinato/tensor/fused';
import { features, hidden, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;

function dropout(x: Floats, keep: number): Floats {
  const generator = trainingGenerator()!;
  const mask = () => mul(cast(bernoulli(x.shape, keep, { generator, backend: x.backend }), 'float32'), 1 / keep);
  return fusedDropout(x, keep, generator) ?? mul(x, mask());
}

/** Steps that draw. */
export const randomSteps: readonly StepRow[] = [
  stepRow('dropout on input and state', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      step: (x, h) => {
        const next = tanh(add(linear(dropout(x, 0.5), ih), linear(dropout(h, 0.7), hh)));
        return { output: dropout(next, 0.9), state: next };
      },
    };
  }),

  stepRow('noise from three generators', (numbers) => {
    const ih = numbers.weight(hidden, features);
    const { generator } = numbers;
    return {
      step: (x, h) => {
        const { shape } = h;
        const noise = sub(uniform(shape, { generator }), uniform(shape));
        const isKept = cast(bernoulli(shape, 0.4, { generator: trainingGenerator()! }), 'float32');
        const next = add(mul(tanh(add(linear(x, ih), noise)), isKept), mul(h, sub(1, isKept)));
        return { output: add(next, uniform(shape, { generator })), state: next };
      },
    };
  }),

  stepRow('noise on a state of one number', (numbers) => ({
    init: (batch) => numbers.floats(batch),
    step: (_, n) => {
      const next = mul(add(n, uniform(n.shape)), 0.5);
      return { output: next, state: next };
    },
  })),

  stepRow(
    'a draw that the whole batch shares',
    (numbers) => {
      const ih = numbers.weight(hidden, features);
      return {
        step: (x, h) => {
          const next = tanh(add(add(linear(x, ih), h), uniform([hidden])));
          return { output: next, state: next };
        },
      };
    },
    'fixed-batch',
  ),

  stepRow(
    'normal numbers',
    (numbers) => {
      const ih = numbers.weight(hidden, features);
      return {
        step: (x, h) => {
          const next = tanh(add(add(linear(x, ih), h), normal(h.shape)));
          return { output: next, state: next };
        },
      };
    },
    'loop',
  ),

  stepRow(
    'a scan that draws, in a step that cannot be recorded',
    (numbers) => {
      const hh = numbers.weight(hidden, hidden);
      const drop = (_: unknown, h: Floats) => {
        const next = tanh(linear(dropout(h, 0.6), hh));
        return { output: next, state: next };
      };
      return {
        init: (batch) => numbers.floats(batch, hidden),
        step: (_, h) => {
          const { state } = scan(drop, add(h, normal(h.shape)), 2);
          return { output: add(state, uniform(state.shape)), state };
        },
      };
    },
    'loop',
  ),
];
