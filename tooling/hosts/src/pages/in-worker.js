// A page whose program runs in a worker of its own.
import { asked, show } from './asked.js';

const worker = new Worker(new URL('./worker-program.js', import.meta.url), { type: 'module' });
worker.postMessage(asked());
void show(
  new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true });
  }),
);
