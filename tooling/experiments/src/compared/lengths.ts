import { wasmBackend } from '@ostinato/backend-wasm';
import { crossEntropy, dispose } from '@ostinato/nn';
import { type SequenceLayer, stream } from '@ostinato/sequence';
import { reshape, tensor, tidy, valueAndGrad, withBackend } from '@ostinato/tensor';
import { bodies } from './models.ts';
import { SequenceModel } from './sequence-model.ts';

/** What a length costs. */
export interface LengthCost {
  readonly length: number;
  /** Median milliseconds of a token after so many others, one pushed after the other. */
  readonly decodeMs: number;
  /** Most bytes during loss and gradients of one sequence, beyond those of the parameters. */
  readonly peakBytes: number;
}

const decoded = 64;

/** Measures one length on a backend of its own, so that its peak is nobody else's. */
export async function costOf(name: string, vocabulary: number, width: number, length: number): Promise<LengthCost> {
  const backend = await wasmBackend({ threads: 1 });
  try {
    return withBackend(backend, () => {
      const model = new SequenceModel(vocabulary, width, bodies[name]!(width));
      const ids = (count: number) =>
        tensor(
          Int32Array.from({ length: count }, (_, i) => i % vocabulary),
          [1, count],
          { dtype: 'int32' },
        );
      const decodeMs = decodeTime(model, length);
      const before = backend.memory().bytes;
      tidy(() => {
        valueAndGrad(model, () =>
          crossEntropy(reshape(model.forward(ids(length)).logits, [-1, vocabulary]), reshape(ids(length), [-1])),
        );
      });
      const peakBytes = backend.memory().peakBytes - before;
      dispose(model);
      return { length, decodeMs, peakBytes };
    });
  } finally {
    backend.dispose();
  }
}

/** Feeds tokens one by one; attention looks at the last `length`. */
function decodeTime({ embedding, body, head }: SequenceModel, length: number): number {
  const layer: SequenceLayer<unknown> = {
    forward: (x, options) => {
      const { output, state } = body.forward(x, options as never);
      return { output: head.forward(output), state };
    },
  };
  const state = body.initialState?.(1, { budget: length, overflow: 'slide' });
  const live = stream(layer, state === undefined ? {} : { state });
  const [count, width] = embedding.weight.shape as [number, number];
  const table = embedding.weight.dataSync() as Float32Array;
  const times = Array.from({ length: length + decoded }, (_, at) => {
    const id = at % count;
    const start = performance.now();
    live.push(table.subarray(id * width, (id + 1) * width)).dataSync();
    return performance.now() - start;
  });
  live.dispose();
  return times.slice(length).sort((a, b) => a - b)[decoded >> 1]!;
}
