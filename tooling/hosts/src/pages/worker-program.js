import { run } from './program.js';

addEventListener('message', (event) => void answer(event), { once: true });

/** @param {MessageEvent} event */
async function answer({ data }) {
  try {
    postMessage(await run(data));
  } catch (error) {
    postMessage({ error: String(error) });
  }
}
