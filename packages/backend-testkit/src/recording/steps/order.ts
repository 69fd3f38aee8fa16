import { add, concat, linear, mul, sigmoid, split, square, sub, tanh, type Tensor } from '@ostinato/tensor';
import { features, hidden, type Numbers, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;
type Pair = [Floats, Floats];
type Outputs = Record<string, Floats>;

const weights = (numbers: Numbers, width = hidden) =>
  [numbers.weight(width, features), numbers.weight(hidden, hidden), numbers.weight(hidden, features)] as const;

/** Steps whose calls run in another order when they are recorded: what the loop reads must still be there. */
export const orderSteps: readonly StepRow[] = [
  stepRow<Floats, Floats, Outputs>('a sum of inputs that the state used before it grew', (numbers) => {
    const [ih, hh, more] = weights(numbers);
    return {
      step: (x, h) => {
        const seen = linear(x, ih);
        const next = tanh(add(seen, linear(h, hh)));
        const grown = add(seen, linear(x, more));
        return { output: { next, grown: tanh(grown) }, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Outputs>('a gate of the input that the state used before it was opened', (numbers) => {
    const [ih, hh] = weights(numbers, 2 * hidden);
    return {
      step: (x, h) => {
        const [a, b] = split(linear(x, ih), 2) as Pair;
        const next = tanh(add(a, linear(h, hh)));
        return { output: { next, gate: mul(sigmoid(a), b) }, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Outputs>('a state that is used again after the next one is known', (numbers) => {
    const [ih, hh] = weights(numbers);
    return {
      step: (x, h) => {
        const next = tanh(add(linear(x, ih), linear(h, hh)));
        const change = sub(next, h);
        return { output: { change, size: square(change), both: concat([h, next]) }, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Outputs>('gates that are read before and after they are opened', (numbers) => {
    const [ih, hh] = [numbers.weight(2 * hidden, features), numbers.weight(2 * hidden, hidden)];
    return {
      step: (x, h) => {
        const [a, b] = split(add(linear(x, ih), linear(h, hh)), 2) as Pair;
        const [p, q] = [sigmoid(a), tanh(b)];
        const next = add(mul(p, q), mul(sub(1, p), h));
        return { output: { raw: mul(a, b), opened: mul(p, a) }, state: next };
      },
    };
  }),

  stepRow<Floats, Floats, Outputs>('the same computed twice', (numbers) => {
    const [ih, hh] = weights(numbers);
    return {
      step: (x, h) => {
        const once = tanh(add(linear(x, ih), linear(h, hh)));
        const again = tanh(add(linear(x, ih), linear(h, hh)));
        return { output: { once, again, product: mul(linear(x, ih), again) }, state: again };
      },
    };
  }),

  stepRow<Floats, { a: Floats; b: Floats }, Floats>('parts of one product as two states', (numbers) => {
    const [ih, hh] = [numbers.weight(2 * hidden, features), numbers.weight(2 * hidden, 2 * hidden)];
    return {
      init: (batch) => ({ a: numbers.floats(batch, hidden), b: numbers.floats(batch, hidden) }),
      step: (x, { a, b }) => {
        const [c, d] = split(tanh(add(linear(x, ih), linear(concat([b, a]), hh))), 2) as Pair;
        return { output: concat([d, c]), state: { a: d, b: c } };
      },
    };
  }),
];
