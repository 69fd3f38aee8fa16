// What a page needs to run a trained LSTM: its size is measured, it is never run.
import { wasmBackend } from '@ostinato/backend-wasm';
import { LSTM } from '@ostinato/cells';
import { loadStateDict } from '@ostinato/nn';
import { setBackend, tensor, tidy } from '@ostinato/tensor';

setBackend(await wasmBackend());
const lstm = new LSTM({ inputSize: 32, hiddenSize: 64 });

globalThis.load = (values) => loadStateDict(lstm, values);
globalThis.predict = (values, steps) => tidy(() => lstm.forward(tensor(values, [1, steps, 32])).output.dataSync());
