// What every host runs: three training steps of a small LSTM on the WebAssembly backend. Plain JavaScript, as users write it, so
// that a page can load it unbundled.
import { wasmBackend } from '@ostinato/backend-wasm';
import { LSTM } from '@ostinato/cells';
import { Linear, mse, stateDict } from '@ostinato/nn';
import { lastHidden } from '@ostinato/sequence';
import { manualSeed, setBackend } from '@ostinato/tensor';
import { sgd, trainStep } from '@ostinato/train';

/**
 * What a host came to.
 *
 * @typedef {object} Result
 * @property {number} threads
 * @property {readonly string[]} features
 * @property {number} loss of the last step
 * @property {number} checksum of the weights after it
 * @property {number} startTime milliseconds that the backend took to start
 */

/** @typedef {{ x: import('@ostinato/tensor').Tensor<'float32'>, y: import('@ostinato/tensor').Tensor<'float32'> }} Batch */

const batch = 16;
const steps = 4;
/** Large enough for products that threads share. */
const hiddenSize = 96;

/**
 * @param {import('@ostinato/backend-wasm').WasmBackendOptions} options
 * @returns {Promise<Result>}
 */
export async function run(options) {
  const start = performance.now();
  const backend = await wasmBackend(options);
  const startTime = performance.now() - start;
  setBackend(backend);
  manualSeed(1);
  const model = {
    lstm: new LSTM({ inputSize: 3, hiddenSize }),
    head: new Linear({ inFeatures: hiddenSize, outFeatures: 1 }),
  };
  const step = trainStep(model, sgd({ learningRate: 0.1 }), (/** @type {Batch} */ { x, y }) =>
    mse(model.head.forward(lastHidden(model.lstm.forward(x))), y),
  );
  const x = filled([batch, steps, 3], (i) => Math.fround(((i * 7) % 11) / 11 - 0.5));
  const y = filled([batch, 1], (i) => (i % 3) - 1);
  let loss = 0;
  for (let i = 0; i < 3; i++) loss = await step({ x, y });
  const weights = await stateDict(model).get('lstm.weight_hh_l0')?.data();
  const { threads, features } = backend;
  backend.dispose();
  const checksum = Array.from(weights ?? [NaN]).reduce((sum, value, i) => sum + value * (i % 7), 0);
  return { threads, features, loss, checksum, startTime };
}

/**
 * @param {number[]} shape
 * @param {(i: number) => number} value
 */
function filled(shape, value) {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value(i));
  return { data, shape, dtype: /** @type {const} */ ('float32') };
}
