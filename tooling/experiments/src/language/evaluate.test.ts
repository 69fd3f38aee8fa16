import { wasmBackend } from '@ostinato/backend-wasm';
import { setBackend, stack, type Tensor, tidy, where, equal, full } from '@ostinato/tensor';
import { beforeAll, expect, it } from 'vitest';
import { evaluateText } from './evaluate.ts';

beforeAll(async () => setBackend(await wasmBackend()));

/** Logits that give the last id seen, of 0 and 1, odds of e to 1. */
const same = (ids: Tensor<'int32'>): Tensor<'float32'> =>
  tidy(() =>
    stack(
      [0, 1].map((id) => where(equal(ids, id), full(ids.shape, 1), 0)),
      -1,
    ),
  );

it('predicts every id of a text once, whatever the windows', () => {
  const ids = Int32Array.of(0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0);
  const repeats = ids.slice(1).filter((id, i) => id === ids[i]).length;
  const wanted = Math.log(1 + Math.E) - repeats / (ids.length - 1);
  for (const [steps, most] of [
    [3, 2],
    [4, 64],
    [10, 1],
    [1, 3],
    [64, 64],
  ] as const)
    expect(evaluateText(same, ids, steps, most)).toBeCloseTo(wanted, 5);
});
