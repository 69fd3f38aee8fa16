import { wasmBackend } from '@ostinato/backend-wasm';
import { crossEntropy, dispose } from '@ostinato/nn';
import { reshape, tensor, tidy, valueAndGrad, withBackend } from '@ostinato/tensor';
import { bodies } from './models.ts';
import { SequenceModel } from './sequence-model.ts';

/** What a length costs. */
export interface LengthCost {
  readonly length: number;
  /** Milliseconds of a token after so many others, state carried on. */
  readonly decodeMs: number;
  /** Most bytes during loss and gradients of one sequence, beyond those of the parameters. */
  readonly peakBytes: number;
}

const decoded = 16;

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
      const { decodeMs } = tidy(() => {
        let { state } = model.forward(ids(length));
        const start = performance.now();
        for (let i = 0; i < decoded; i++) {
          const result = model.forward(ids(1), state);
          result.logits.dataSync();
          state = result.state;
        }
        return { decodeMs: (performance.now() - start) / decoded };
      });
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
