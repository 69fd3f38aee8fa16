import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { add, atan2, less, pow, setBackend, tensor, type Tensor, where } from '../index.ts';

it('a number operand leaves no storage behind, outside tidy too', () => {
  const backend = jsBackend();
  setBackend(backend);
  const [x, i, mask] = [tensor([1, 2]), tensor([1, 2], { dtype: 'int32' }), tensor([true, false], { dtype: 'bool' })];
  const calls: readonly (() => Tensor)[] = [
    () => less(x, 1),
    () => less(1, i),
    () => add(i, 1),
    () => add(1, x),
    () => atan2(x, 1),
    () => atan2(1, x),
    () => pow(2, x),
    () => where(mask, x, 0),
    () => where(mask, 1, 0),
  ];
  const before = backend.memory().storages;
  for (const call of calls) {
    call().dispose();
    expect({ call: String(call), storages: backend.memory().storages }).toEqual({
      call: String(call),
      storages: before,
    });
  }
});
