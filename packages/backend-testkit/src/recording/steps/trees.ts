import { add, linear, mul, ones, scan, sigmoid, sub, sum, tanh, type Tensor, zeros } from '@ostinato/tensor';
import { features, hidden, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;
interface Nest {
  readonly layers: readonly [Floats, { readonly deep: Floats }];
  readonly total: Floats;
}

/** Steps by what they return. */
export const treeSteps: readonly StepRow[] = [
  stepRow<Floats, Nest, unknown>('nested states', (numbers) => {
    const [ih, hh, up] = [
      numbers.weight(hidden, features),
      numbers.weight(hidden, hidden),
      numbers.weight(hidden, hidden),
    ];
    return {
      init: (batch) => ({
        layers: [numbers.floats(batch, hidden), { deep: numbers.floats(batch, hidden) }],
        total: numbers.floats(batch),
      }),
      step: (x, { layers: [a, { deep }], total }) => {
        const first = tanh(add(linear(x, ih), linear(a, hh)));
        const second = tanh(add(linear(first, up), deep));
        const state: Nest = { layers: [first, { deep: second }], total: add(total, sum(second, -1)) };
        return { output: { second, sums: [state.total] }, state };
      },
    };
  }),

  stepRow<Floats, Floats, Record<string, Floats>>(
    'outputs that are a state, of the input only, and twice the same',
    (numbers) => {
      const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
      return {
        step: (x, h) => {
          const seen = linear(x, ih);
          const next = tanh(add(seen, linear(h, hh)));
          return { output: { next, seen: sigmoid(seen), again: next, input: x, before: h }, state: next };
        },
      };
    },
  ),

  stepRow<Floats, Floats, Record<string, Floats>>('outputs of the input only', (numbers) => {
    const ih = numbers.weight(hidden, features);
    return {
      step: (x, h) => ({ output: { seen: tanh(linear(x, ih)), raw: mul(x, 2) }, state: h }),
    };
  }),

  stepRow<Floats, Floats, Record<string, Floats>>('outputs that never change', (numbers) => {
    const weight = numbers.weight(hidden);
    return {
      step: (x, h) => {
        const batch = x.shape[0]!;
        const next = mul(add(h, weight), 0.5);
        return {
          output: { ones: ones([batch, 2]), zeros: zeros([batch]), row: mul(weight, ones([batch, 1])) },
          state: next,
        };
      },
    };
  }),

  stepRow<Floats, { h: Floats; kept: Floats }>('a state handed on unchanged', (numbers) => {
    const ih = numbers.weight(hidden, features);
    return {
      init: (batch) => ({ h: numbers.floats(batch, hidden), kept: numbers.floats(batch, hidden) }),
      step: (x, { h, kept }) => {
        const next = tanh(add(linear(x, ih), mul(h, kept)));
        return { output: next, state: { h: next, kept } };
      },
    };
  }),

  stepRow<Floats, { a: Floats; b: Floats }>('two states that change places', (numbers) => {
    const ih = numbers.weight(hidden, features);
    return {
      init: (batch) => ({ a: numbers.floats(batch, hidden), b: numbers.floats(batch, hidden) }),
      step: (x, { a, b }) => ({ output: tanh(add(linear(x, ih), sub(a, b))), state: { a: b, b: a } }),
    };
  }),

  stepRow<Floats, { a: Floats; b: Floats; c: Floats }, Record<string, Floats>>('one value as two states', (numbers) => {
    const ih = numbers.weight(hidden, features);
    return {
      init: (batch) => ({
        a: numbers.floats(batch, hidden),
        b: numbers.floats(batch, hidden),
        c: numbers.floats(batch, hidden),
      }),
      step: (x, { a, b, c }) => {
        const next = tanh(add(linear(x, ih), mul(a, sub(b, c))));
        return { output: { next, b }, state: { a: next, b: next, c: a } };
      },
    };
  }),

  stepRow<Floats, { h: Floats; last: Floats }>('an input that becomes a state', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      init: (batch) => ({ h: numbers.floats(batch, hidden), last: numbers.floats(batch, features) }),
      step: (x, { h, last }) => {
        const next = tanh(add(linear(sub(x, last), ih), linear(h, hh)));
        return { output: next, state: { h: next, last: x } };
      },
    };
  }),

  stepRow('a state that forgets', (numbers) => {
    const ih = numbers.weight(hidden, features);
    return {
      step: (x, h) => ({ output: add(h, 1), state: tanh(linear(x, ih)) }),
    };
  }),

  stepRow('a trace', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      step: (x, h) => {
        const [seen, kept] = [linear(x, ih), linear(h, hh)];
        const next = tanh(add(seen, kept));
        return { output: next, state: next, trace: { gate: sigmoid(kept), seen, next } };
      },
    };
  }),

  stepRow(
    'a scan in the step',
    (numbers) => {
      const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
      const settle = (seen: Floats) => (_: unknown, h: Floats) => {
        const next = tanh(add(seen, linear(h, hh)));
        return { output: sum(next, -1), state: next };
      };
      return {
        step: (x, h) => {
          const { state, outputs } = scan(settle(linear(x, ih)), h, 3);
          return { output: add(state, sum(outputs)), state };
        },
      };
    },
    'fixed-batch',
  ),

  stepRow(
    'a scan in the step whose outputs are stacked',
    (numbers) => {
      const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
      const settle = (_: unknown, { h, seen }: { h: Floats; seen: Floats }) => {
        const next = tanh(add(seen, linear(h, hh)));
        return { output: next, state: { h: next, seen } };
      };
      return {
        step: (x, h) => {
          const { state, outputs } = scan(settle, { h, seen: linear(x, ih) }, 3);
          return { output: add(state.h, sum(outputs, 0)), state: state.h };
        },
      };
    },
    'fixed-batch',
  ),
];
