import { jsBackend } from '@ostinato/backend-js';
import { GRUCell, LSTMCell } from '@ostinato/cells';
import { setBackend } from '@ostinato/tensor';
import { expect, it } from 'vitest';
import { readProgram, runsOf } from './measure-cell.ts';

it('counts the calls of a step and what they compute', () => {
  setBackend(jsBackend());
  const [batch, steps, inputSize, hiddenSize] = [4, 8, 16, 32];
  const { recorded } = runsOf(new LSTMCell({ inputSize, hiddenSize }), { batch, steps });
  const { forward, backward, copies, flops, fixedBatch } = recorded();
  expect([forward, backward, copies, fixedBatch]).toEqual([10, 26, 0, false]); // one product and nine gates
  const products = 2 * batch * steps * 4 * hiddenSize * (inputSize + hiddenSize);
  expect(flops.forward / products).toBeGreaterThan(1);
  expect(flops.forward / products).toBeLessThan(1.1);
  // products again for the weights and, of the state's alone, for the state
  expect(flops.both / flops.forward).toBeGreaterThan(2.5);
  expect(flops.both / flops.forward).toBeLessThan(3.2);
  const gru = runsOf(new GRUCell({ inputSize, hiddenSize }), { batch, steps }).recorded();
  expect(gru.forward).toBeLessThan(20);
});

it('refuses a text without a program', () => {
  expect(() => readProgram('', '')).toThrow('no program was run');
});
