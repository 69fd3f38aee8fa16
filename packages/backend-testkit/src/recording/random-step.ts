import { mulberry } from '@ostinato/backend/testing';
import {
  add,
  concat,
  greater,
  linear,
  mul,
  sigmoid,
  slice,
  split,
  square,
  sub,
  sum,
  tanh,
  type Tensor,
  uniform,
  where,
} from '@ostinato/tensor';
import { fusedLayerNorm } from '@ostinato/tensor/fused';
import { features, hidden, type Numbers, stepRow, type StepRow } from './step-row.ts';

type Floats = Tensor<'float32'>;
type States = readonly [Floats, Floats];
type Random = () => number;

/** Makes more values `[batch, columns]` out of those that there are. */
type Instruction = (pool: readonly Floats[]) => readonly Floats[];

/** One of the values with so many columns. */
type Choice = (pool: readonly Floats[], cols: number) => Floats;

/** A choice that is the same at every step; the newer a value, the more often. Of every width there is a value from the start. */
function choose(random: Random): Choice {
  const at = Math.sqrt(random());
  return (pool, cols) => {
    const fitting = pool.filter(({ shape }) => shape[1] === cols);
    return fitting[Math.floor(at * fitting.length)]!;
  };
}

const oneOf = <T>(random: Random, ...list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const widths = [hidden, hidden, 2 * hidden] as const;

/** The kinds of instructions; each decides everything when it is made, so that it is the same at every step. */
const kinds: readonly ((random: Random, numbers: Numbers) => Instruction)[] = [
  function product(random, numbers) {
    const [cols, rows] = [oneOf(random, features, ...widths), oneOf(random, hidden, 2 * hidden)];
    const [weight, from] = [numbers.weight(rows, cols), choose(random)];
    return (pool) => [linear(from(pool, cols), weight)];
  },
  function productWithDerivedWeight(random, numbers) {
    const [weight, other, from] = [numbers.weight(2 * hidden, hidden), numbers.weight(hidden), choose(random)];
    const isPart = random() < 0.5;
    return (pool) => [linear(from(pool, hidden), isPart ? slice(weight, 0, 1, 1 + hidden) : mul(weight, other))];
  },
  function binary(random) {
    const [op, a, b, cols] = [
      oneOf(random, add, add, sub, mul),
      choose(random),
      choose(random),
      oneOf(random, ...widths),
    ];
    return (pool) => [op(a(pool, cols), b(pool, cols))];
  },
  function byColumn(random) {
    const [op, a, b, cols] = [oneOf(random, add, mul), choose(random), choose(random), oneOf(random, ...widths)];
    return (pool) => [op(a(pool, cols), b(pool, 1))];
  },
  function withParameter(random, numbers) {
    const [op, weight, from] = [oneOf(random, add, mul), numbers.weight(hidden), choose(random)];
    return (pool) => [op(from(pool, hidden), weight)];
  },
  function unary(random) {
    const [op, from, cols] = [oneOf(random, tanh, sigmoid, square), choose(random), oneOf(random, 1, ...widths)];
    return (pool) => [op(from(pool, cols))];
  },
  function parts(random) {
    const from = choose(random);
    return (pool) => split(from(pool, 2 * hidden), 2);
  },
  function join(random) {
    const [a, b] = [choose(random), choose(random)];
    return (pool) => [concat([a(pool, hidden), b(pool, hidden)])];
  },
  function reduce(random) {
    const [from, cols] = [choose(random), oneOf(random, ...widths)];
    return (pool) => [sum(from(pool, cols), -1, { keepDims: true })];
  },
  function norm(random, numbers) {
    const [weight, bias, from] = [numbers.weight(hidden), numbers.weight(hidden), choose(random)];
    return (pool) => {
      const x = from(pool, hidden);
      return [fusedLayerNorm(x, weight, bias, 1e-2) ?? add(mul(x, weight), bias)];
    };
  },
  function select(random) {
    const [a, b, c] = [choose(random), choose(random), choose(random)];
    return (pool) => [where(greater(a(pool, hidden), b(pool, hidden)), b(pool, hidden), c(pool, hidden))];
  },
  function noise(random) {
    const from = choose(random);
    return (pool) => [from(pool, hidden)].map((x) => mul(x, uniform(x.shape)));
  },
];

/** A state after the step: one of the states before it, or something else kept small, so that errors of rounding stay small too. */
function nextState(random: Random): (states: States, pool: readonly Floats[]) => Floats {
  const [from, op, which] = [choose(random), oneOf(random, tanh, sigmoid), oneOf(random, 0, 1)];
  return random() < 0.15 ? (states) => states[which]! : (_, pool) => op(from(pool, hidden));
}

/** A step of `length` instructions that a seed decides, with two states and three outputs. */
export function randomStep(seed: number, length: number): StepRow {
  return stepRow<Floats, States, Floats[], Floats>(`${length} random instructions, seed ${seed}`, (numbers) => {
    const random = mulberry(seed);
    const ih = numbers.weight(2 * hidden, features);
    const instructions = Array.from({ length }, () => oneOf(random, ...kinds)(random, numbers));
    const next = [nextState(random), nextState(random)] as const;
    const outputs = Array.from({ length: 3 }, () => ({ from: choose(random), cols: oneOf(random, 1, ...widths) }));
    return {
      init: (batch) => [numbers.floats(batch, hidden), numbers.floats(batch, hidden)],
      given: (batch) => numbers.floats(batch, hidden),
      step: (x, states, { given }) => {
        const pool: Floats[] = [given, ...states, linear(x, ih), sum(x, -1, { keepDims: true }), x];
        for (const instruction of instructions) pool.push(...instruction(pool));
        const after = [next[0](states, pool), next[1](states, pool)] as const;
        pool.push(...after);
        return { output: outputs.map(({ from, cols }) => from(pool, cols)), state: after };
      },
    };
  });
}
