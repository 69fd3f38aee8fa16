// One worker thread: waits for calls in its mailbox and makes them. Plain JavaScript that imports nothing, because hosts load it
// by its address, from the sources as well as from a build.

/**
 * What a worker is started with.
 *
 * @typedef {object} Start
 * @property {WebAssembly.Module} module
 * @property {WebAssembly.Memory} memory
 * @property {number} scratch where its working space is
 * @property {readonly string[]} names the exports, by number
 * @property {SharedArrayBuffer} mailbox
 * @property {{ job: number, done: number, asleep: number, progress: number, result: number, failed: number }} words
 * @property {number} callOffset the byte of the mailbox where a call is written
 * @property {number} patience milliseconds to look for a call before falling asleep
 */

/**
 * What is there of Node, and of a browser's worker.
 *
 * @typedef {{ once(event: 'message', listener: (start: Start) => void): void, postMessage(message: unknown): void }} Port
 * @typedef {{ getBuiltinModule?(name: string): { parentPort?: Port } | undefined }} NodeProcess
 * @type {{ process?: NodeProcess, onmessage?: unknown, postMessage?(message: unknown): void }}
 */
const host = globalThis;
const port = host.process?.getBuiltinModule?.('node:worker_threads')?.parentPort;

if (port) port.once('message', (start) => serve(start, () => port.postMessage('ready')));
else host.onmessage = (/** @type {{ data: Start }} */ { data }) => serve(data, () => host.postMessage?.('ready'));

/**
 * @param {Start} start
 * @param {() => void} ready
 */
function serve({ module, memory, scratch, names, mailbox, words, callOffset, patience }, ready) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, scratch } });
  const kernels = names.map((name) => /** @type {(...args: number[]) => number} */ (exports[name]));
  const word = new Int32Array(mailbox, 0, callOffset / 4);
  const call = new Float64Array(mailbox, callOffset);
  ready();
  for (let job = 0; job >= 0; ) {
    job = next(word, words, job, patience);
    if (job < 0) return;
    try {
      const [kernel = 0, count = 0] = call;
      const result = kernels[kernel]?.(...call.subarray(2, 2 + count));
      Atomics.store(word, words.result, result ?? 0);
    } catch {
      Atomics.store(word, words.failed, 1);
    }
    Atomics.add(word, words.progress, 1);
    Atomics.store(word, words.done, job);
  }
}

/**
 * The number of the next call, different from `last`; negative at the end. Looks for a while, then sleeps.
 *
 * @param {Int32Array} word
 * @param {Start['words']} words
 * @param {number} last
 * @param {number} patience
 */
function next(word, words, last, patience) {
  const end = performance.now() + patience;
  do {
    for (let i = 0; i < 200; i++) if (Atomics.load(word, words.job) !== last) return Atomics.load(word, words.job);
  } while (performance.now() < end);
  Atomics.store(word, words.asleep, 1);
  while (Atomics.load(word, words.job) === last) Atomics.wait(word, words.job, last);
  Atomics.store(word, words.asleep, 0);
  return Atomics.load(word, words.job);
}
