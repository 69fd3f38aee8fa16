import type { LSTMState } from '@ostinato/cells';
import type { BatchEntry, ContiguousWindow } from '@ostinato/data';
import { tensor, type Tensor, tidy } from '@ostinato/tensor';
import type { CharacterModel } from './model.ts';

/** Mean cross-entropy of a text in nats per character, reading on from window to window. */
export async function evaluate(model: CharacterModel, windows: Iterable<ContiguousWindow>): Promise<number> {
  let state: LSTMState | undefined;
  let [sum, count] = [0, 0];
  for (const window of windows) {
    const before = state;
    const result = tidy(() => model.loss(toTensor(window.inputs), toTensor(window.targets), before));
    state?.h.dispose();
    state?.c.dispose();
    state = result.state;
    sum += await result.loss.item();
    count++;
    result.loss.dispose();
  }
  state?.h.dispose();
  state?.c.dispose();
  return sum / count;
}

function toTensor({ data, shape }: BatchEntry<'int32'>): Tensor<'int32'> {
  return tensor(data, shape, { dtype: 'int32' });
}
