// What every host runs: three training steps of a small LSTM on the WebAssembly backend. Plain JavaScript, as users write it,
// so that a page can load it unbundled.
import { wasmBackend } from '@ostinato/backend-wasm';
import { LSTM } from '@ostinato/cells';
import { Linear, meanSquaredError } from '@ostinato/nn';
import { lastHidden } from '@ostinato/sequence';
import { manualSeed, setBackend } from '@ostinato/tensor';
import { sgd, trainStep } from '@ostinato/train';

/**
 * What a host came to.
 *
 * @typedef {object} Result
 * @property {number} threads
 * @property {readonly string[]} features
 * @property {number} loss after the last step
 * @property {number} startTime milliseconds that the backend took to start
 */
