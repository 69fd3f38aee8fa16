import { add, concat, linear, mul, sigmoid, slice, split, sub, tanh, type Tensor } from '@ostinato/tensor';
import { features, hidden, type Numbers, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;
interface Memory {
  readonly h: Floats;
  readonly c: Floats;
}
type Four = [Floats, Floats, Floats, Floats];

const memory =
  (numbers: Numbers) =>
  (batch: number): Memory => ({
    h: numbers.floats(batch, hidden),
    c: numbers.floats(batch, hidden),
  });

/** The state after a step of an LSTM. */
function remember(c: Floats, [i, f, g, o]: Four): { output: Floats; state: Memory } {
  const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
  const h = mul(sigmoid(o), tanh(next));
  return { output: h, state: { h, c: next } };
}

/** Cells as people write them. */
export const recurrentSteps: readonly StepRow[] = [
  stepRow('a plain RNN', (numbers) => {
    const [ih, hh, bias] = [numbers.weight(hidden, features), numbers.weight(hidden, hidden), numbers.weight(hidden)];
    return {
      step: (x, h) => {
        const next = tanh(add(linear(x, ih, bias), linear(h, hh)));
        return { output: next, state: next };
      },
    };
  }),

  stepRow<Floats, Memory>('an LSTM of eight linear layers', (numbers) => {
    const gates = Array.from({ length: 4 }, () => ({
      ih: numbers.weight(hidden, features),
      hh: numbers.weight(hidden, hidden),
      bias: numbers.weight(hidden),
    }));
    return {
      init: memory(numbers),
      step: (x, { h, c }) =>
        remember(c, gates.map(({ ih, hh, bias }) => add(linear(x, ih, bias), linear(h, hh))) as Four),
    };
  }),

  stepRow<Floats, Memory>('an LSTM of one product and a split', (numbers) => {
    const [ih, hh] = [numbers.weight(4 * hidden, features), numbers.weight(4 * hidden, hidden)];
    const [biasIh, biasHh] = [numbers.weight(4 * hidden), numbers.weight(4 * hidden)];
    return {
      init: memory(numbers),
      step: (x, { h, c }) => remember(c, split(add(linear(x, ih, biasIh), linear(h, hh, biasHh)), 4) as Four),
    };
  }),

  stepRow<Floats, Memory>('an LSTM of the product with input and state side by side', (numbers) => {
    const [weight, bias] = [numbers.weight(4 * hidden, features + hidden), numbers.weight(4 * hidden)];
    return {
      init: memory(numbers),
      step: (x, { h, c }) => remember(c, split(linear(concat([x, h]), weight, bias), 4) as Four),
    };
  }),

  stepRow<Floats, Memory>('an LSTM that looks at its memory', (numbers) => {
    const [ih, hh] = [numbers.weight(4 * hidden, features), numbers.weight(4 * hidden, hidden)];
    const peeps = Array.from({ length: 3 }, () => numbers.weight(hidden));
    return {
      init: memory(numbers),
      step: (x, { h, c }) => {
        const [i, f, g, o] = split(add(linear(x, ih), linear(h, hh)), 4) as Four;
        const [inputGate, forgetGate] = [sigmoid(add(i, mul(peeps[0]!, c))), sigmoid(add(f, mul(peeps[1]!, c)))];
        const next = add(mul(forgetGate, c), mul(inputGate, tanh(g)));
        const output = mul(sigmoid(add(o, mul(peeps[2]!, next))), tanh(next));
        return { output, state: { h: output, c: next } };
      },
    };
  }),

  stepRow('a GRU that resets after the product', (numbers) => {
    const [ih, hh] = [numbers.weight(3 * hidden, features), numbers.weight(3 * hidden, hidden)];
    const bias = numbers.weight(3 * hidden);
    return {
      step: (x, h) => {
        const [xr, xz, xn] = split(linear(x, ih), 3) as [Floats, Floats, Floats];
        const [hr, hz, hn] = split(linear(h, hh, bias), 3) as [Floats, Floats, Floats];
        const [r, z] = [sigmoid(add(xr, hr)), sigmoid(add(xz, hz))];
        const n = tanh(add(xn, mul(r, hn)));
        const next = add(mul(sub(1, z), n), mul(z, h));
        return { output: next, state: next, trace: { resetGate: r, candidate: n } };
      },
    };
  }),

  stepRow('a GRU that resets before the product', (numbers) => {
    const [ih, hh] = [numbers.weight(3 * hidden, features), numbers.weight(3 * hidden, hidden)];
    return {
      step: (x, h) => {
        const [xr, xz, xn] = split(linear(x, ih), 3) as [Floats, Floats, Floats];
        const [hr, hz] = split(linear(h, slice(hh, 0, 0, 2 * hidden)), 2) as [Floats, Floats];
        const [r, z] = [sigmoid(add(xr, hr)), sigmoid(add(xz, hz))];
        const n = tanh(add(xn, linear(mul(r, h), slice(hh, 0, 2 * hidden))));
        const next = add(mul(sub(1, z), n), mul(z, h));
        return { output: next, state: next };
      },
    };
  }),
];
