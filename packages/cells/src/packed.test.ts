import { jsBackend } from '@ostinato/backend-js';
import { lastHidden, type PackedSequence, packPadded, padPacked } from '@ostinato/sequence';
import { normal, RandomGenerator, setBackend, type Tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { GRU, LSTM, RNN } from './index.ts';

beforeEach(() => setBackend(jsBackend()));
const values = (t: Tensor) => [...t.dataSync()];

describe.each(Object.entries({ RNN, LSTM, GRU }))('%s of a packed sequence', (_, Layer) => {
  it.each([false, true])(
    'gives a packed sequence, and the states in the order of the caller; time-major %s',
    (timeMajor) => {
      const layer = new Layer({ inputSize: 2, hiddenSize: 3, numLayers: 2, bidirectional: true, timeMajor });
      const lengths = [2, 0, 5, 4];
      const x = normal(timeMajor ? [5, 4, 2] : [4, 5, 2], { generator: new RandomGenerator(1) });
      const packed: PackedSequence = packPadded(x, lengths, { timeMajor });
      const first = layer.forward(packed);
      const { output, state } = layer.forward(packed, { state: first.state as never, trace: true });
      const right = layer.forward(x, { lengths, state: layer.forward(x, { lengths }).state as never });
      expect(values(padPacked(output, { timeMajor }).output)).toEqual(values(right.output));
      expect(values(state.h)).toEqual(values(right.state.h));
      expect(values(lastHidden({ output, state }))).toEqual(values(lastHidden(right)));
      expect(output.data.shape).toEqual([11, 6]);
    },
  );
});
