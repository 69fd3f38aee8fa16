import { expect, it } from 'vitest';
import { constant } from './extent.ts';
import type { Call, Value } from './graph.ts';
import { neededFor } from './needed.ts';

const value = (id: number): Value => ({ id, dtype: 'float32', count: constant(2) });
const tanh = (out: Value, x: Value): Call => ({
  kernel: 'unary.tanh',
  args: [{ value: out, offset: 0 }, { value: x, offset: 0 }, ...[1, 2, 2, 2].map(constant)],
  form: 'fixed',
  pass: 'forward',
});

it('keeps what leads to a value, and no more', () => {
  const [a, b, c, d] = [0, 1, 2, 3].map(value) as [Value, Value, Value, Value];
  const calls = [tanh(b, a), tanh(c, a), tanh(d, b)];
  expect([...neededFor(calls, [d])]).toEqual([calls[2], calls[0]]);
  expect([...neededFor(calls, [a])]).toEqual([]);
});
