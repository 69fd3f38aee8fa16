import type { KeyValueState } from '@ostinato/attention';
import {
  argmax,
  type Buffer,
  buffer,
  clone,
  compile,
  mapTree,
  reshape,
  tensor,
  tensorsIn,
  tidy,
  zeros,
} from '@ostinato/tensor';
import { gptModel } from './gpt-model.ts';
import type { GptDecoding } from './workload.ts';

/** A token at a time with a cache, greedily from token 0; gives the last one. The state stays in its place, so a step is one compiled list. */
export function gptDecoding(sizes: GptDecoding) {
  const { T } = sizes;
  const { model, layers, step } = gptModel(sizes);
  const empty = layers.map((layer) => layer.initialState(1, { budget: T, overflow: 'slide' }));
  const states: KeyValueState[] = mapTree(empty, (each) => buffer(each));
  const id = buffer(zeros([1, 1], { dtype: 'int32' }));
  const place = buffer(zeros([1, 1], { dtype: 'int32' }));
  const places = Array.from({ length: T }, (_, p) => tensor(Int32Array.of(p), [1, 1], { dtype: 'int32' }));
  const advance = compile(() =>
    tidy(() => {
      const { logits, states: next } = step(id, place, states);
      id.assign(reshape(argmax(logits), [1, 1]));
      const made = [...tensorsIn(next)].map((each) => clone(each));
      [...tensorsIn(states)].forEach((box, i) => (box as Buffer).assign(made[i]!));
    }),
  );
  const run = (): number => {
    tidy(() => {
      id.assign(Int32Array.of(0));
      const start = [...tensorsIn(empty)];
      [...tensorsIn(states)].forEach((box, i) => (box as Buffer).assign(start[i]!));
      for (const at of places) {
        place.assign(at);
        advance();
      }
    });
    return id.dataSync()[0]!;
  };
  return { model, inner: T, run };
}
