/** Run in a fresh process: node first-step.js BACKEND THREADS STEPS. Imports and makes a backend, then trains A1's layer. */
import { setBackend } from '@ostinato/tensor';
import { makeBackend } from '../run/make-backend.ts';

const [backend = 'wasm', threads = '1', steps = '1'] = process.argv.slice(2);
setBackend(await makeBackend({ backend: backend as 'js' | 'wasm', threads: Number(threads) }));
if (Number(steps) > 0) {
  const { rnnTraining } = await import('../workloads/rnn-training.ts');
  const task = rnnTraining({ kind: 'rnn_train', cell: 'lstm', B: 16, T: 32, I: 32, H: 64 });
  for (let step = 0; step < Number(steps); step++) await task.run();
}
