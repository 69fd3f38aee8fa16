import {
  add,
  cast,
  embedding,
  linear,
  logicalXor,
  matmul,
  maximum,
  mul,
  oneHot,
  reshape,
  softmax,
  sub,
  sum,
  tanh,
  tensor,
  type Tensor,
  where,
} from '@ostinato/tensor';
import { features, hidden, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;
type Ints = Tensor<'int32'>;
type Bools = Tensor<'bool'>;
interface Told {
  readonly value: Floats;
  readonly id: Ints;
  readonly isNew: Bools;
}

/** Steps by what they are given. */
export const inputSteps: readonly StepRow[] = [
  stepRow<Floats, { n: Floats; h: Floats }>('a counter of the steps', (numbers) => {
    const [ih, hh] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden)];
    return {
      init: (batch) => ({ n: numbers.floats(batch), h: numbers.floats(batch, hidden) }),
      step: (x, { n, h }) => {
        const next = tanh(add(linear(x, ih), mul(linear(h, hh), reshape(n, [-1, 1]))));
        return { output: next, state: { n: add(n, 1), h: next } };
      },
    };
  }),

  stepRow<Told, { h: Floats; last: Ints; seen: Bools }, { h: Floats; last: Ints; seen: Bools }>(
    'inputs, states and outputs of every dtype',
    (numbers) => {
      const [table, hh] = [numbers.weight(4, hidden), numbers.weight(hidden, hidden)];
      return {
        xs: (steps, batch) => ({
          value: numbers.floats(steps, batch, hidden),
          id: numbers.ids(4, steps, batch),
          isNew: numbers.bools(steps, batch),
        }),
        init: (batch) => ({
          h: numbers.floats(batch, hidden),
          last: numbers.ids(4, batch),
          seen: numbers.bools(batch),
        }),
        step: ({ value, id, isNew }, { h, last, seen }) => {
          const fresh = where(reshape(isNew, [-1, 1]), value, linear(h, hh));
          const next = tanh(add(fresh, mul(embedding(table, last), reshape(cast(seen, 'float32'), [-1, 1]))));
          const state = { h: next, last: maximum(id, sub(last, 1)) as Ints, seen: logicalXor(seen, isNew) };
          return { output: state, state };
        },
      };
    },
  ),

  stepRow<Ints>('an embedding of its input', (numbers) => {
    const [table, hh] = [numbers.weight(5, hidden), numbers.weight(hidden, hidden)];
    return {
      xs: (steps, batch) => numbers.ids(5, steps, batch),
      step: (id, h) => {
        const next = tanh(add(embedding(table, id), linear(h, hh)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<Ints>('classes as ones among zeros', (numbers) => {
    const [table, hh] = [numbers.weight(5, hidden), numbers.weight(hidden, hidden)];
    return {
      xs: (steps, batch) => numbers.ids(5, steps, batch),
      step: (id, h) => {
        const next = tanh(add(matmul(cast(oneHot(id, 5), 'float32'), table), linear(h, hh)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<undefined>('no inputs', (numbers) => {
    const hh = numbers.weight(hidden, hidden);
    return {
      xs: 'none',
      step: (_, h) => {
        const next = tanh(linear(h, hh));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Floats, Floats>('attention over a memory that every step sees', (numbers) => {
    const [query, ih, hh] = [
      numbers.weight(hidden, hidden),
      numbers.weight(hidden, features),
      numbers.weight(hidden, hidden),
    ];
    return {
      given: (batch) => numbers.floats(batch, 4, hidden),
      step: (x, h, { given }) => {
        const scores = matmul(reshape(linear(h, query), [-1, 1, hidden]), given, { transposeB: true });
        const context = reshape(matmul(softmax(scores), given), [-1, hidden]);
        const next = tanh(add(linear(x, ih), linear(context, hh)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Floats, { keys: Floats; open: Bools }>('keys made of a memory at every step', (numbers) => {
    const [key, ih] = [numbers.weight(hidden, hidden), numbers.weight(hidden, features)];
    return {
      given: (batch) => ({ keys: numbers.floats(batch, 4, hidden), open: numbers.bools(batch, 4) }),
      step: (x, h, { given: { keys, open } }) => {
        const known = linear(keys, key);
        const scores = where(open, sum(mul(known, reshape(h, [-1, 1, hidden])), -1), -1e9);
        const context = sum(mul(known, reshape(softmax(scores), [-1, 4, 1])), 1);
        const next = tanh(add(linear(x, ih), context));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Floats, Floats>('a tensor that is added at every step', (numbers) => {
    const ih = numbers.weight(hidden, features);
    return {
      given: (batch) => numbers.floats(batch, hidden),
      step: (x, h, { given }) => {
        const next = tanh(add(add(linear(x, ih), given), h));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Floats, undefined, { table: Floats; ids: Ints; scale: Floats }>(
    'shared tensors',
    (numbers) => {
      const ih = numbers.weight(hidden, features);
      return {
        shared: () => ({
          table: numbers.floats(4, hidden),
          ids: tensor([2, 0, 3], [3]) as never,
          scale: numbers.floats(),
        }),
        step: (x, h, { shared: { table, ids, scale } }) => {
          const next = tanh(add(linear(x, ih), mul(matmul(h, embedding(table, cast(ids, 'int32'))), scale)));
          return { output: next, state: next };
        },
      };
    },
  ),
];
