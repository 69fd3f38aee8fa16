/** Run in a fresh process: node first-step.js BACKEND THREADS GOAL. Imports what a program would, and no more. */
import { LSTM } from '@ostinato/cells';
import { setBackend, zeros } from '@ostinato/tensor';

/** `init`: a backend; `forward`: one step of an LSTM too; `train`: a step of A1's training too. */
const [backend = 'wasm', threads = '1', goal = 'train'] = process.argv.slice(2);
setBackend(await makeBackend());
if (goal !== 'init') {
  const lstm = new LSTM({ inputSize: 32, hiddenSize: 64 });
  lstm.forward(zeros([1, 1, 32])).output.dataSync();
}
if (goal === 'train') {
  const { rnnTraining } = await import('../workloads/rnn-training.ts');
  await rnnTraining({ kind: 'rnn_train', cell: 'lstm', B: 16, T: 32, I: 32, H: 64 }).run();
}

async function makeBackend() {
  if (backend === 'js') return (await import('@ostinato/backend-js')).jsBackend();
  const { wasmBackend } = await import('@ostinato/backend-wasm');
  return wasmBackend({ threads: threads === 'auto' ? threads : Number(threads) });
}
