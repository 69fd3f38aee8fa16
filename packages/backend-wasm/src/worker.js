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
 * @property {number} listJob in place of a kernel's number: a list of calls
 * @property {number} callOffset the byte of the mailbox where a call is written
 * @property {number} patience milliseconds to look for a call before falling asleep
 */

/** @typedef {(...args: (number | undefined)[]) => number | undefined} Kernel */

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
function serve({ module, memory, scratch, names, mailbox, words, callOffset, listJob, patience }, ready) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, scratch } });
  const kernels = names.map((name) => /** @type {Kernel} */ (exports[name]));
  const word = new Int32Array(mailbox, 0, callOffset / 4);
  const call = new Float64Array(mailbox, callOffset);
  ready();
  for (let job = 0; job >= 0; ) {
    job = next(word, words, job, patience);
    if (job < 0) return;
    try {
      const [kernel = 0] = call;
      const result =
        kernel === listJob
          ? runList(kernels, memory, call, () => Atomics.add(word, words.progress, 1))
          : runCall(kernels, call, 0);
      Atomics.store(word, words.result, result ?? -1);
    } catch {
      Atomics.store(word, words.failed, 1);
    }
    Atomics.add(word, words.progress, 1);
    Atomics.store(word, words.done, job);
  }
}

/**
 * Makes the calls of a list, up to the first with a position of a bad index, which is the result.
 *
 * @param {readonly Kernel[]} kernels
 * @param {WebAssembly.Memory} memory
 * @param {Float64Array} job
 * @param {() => void} progress
 */
function runList(kernels, memory, job, progress) {
  const [, , address = 0, length = 0] = job;
  const list = new Float64Array(memory.buffer, address, length);
  for (let at = 0; at < length; at += 2 + /** @type {number} */ (list[at + 1])) {
    const position = runCall(kernels, list, at);
    if (position !== undefined && position >= 0) return position;
    progress();
  }
  return -1;
}

/**
 * Makes the call that begins at a word of a list: the number of a kernel, how many arguments there are, and these. Calls of usual
 * lengths are spelled out, because a spread costs several times the call.
 *
 * @param {readonly Kernel[]} kernels
 * @param {Float64Array} list
 * @param {number} at
 */
function runCall(kernels, list, at) {
  const a = /** @type {readonly number[] & Float64Array} */ (list);
  const f = /** @type {Kernel} */ (kernels[/** @type {number} */ (list[at])]);
  const i = at + 2;
  const count = /** @type {number} */ (list[at + 1]);
  switch (count) {
    case 5:
      return f(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4]);
    case 6:
      return f(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5]);
    case 7:
      return f(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5], a[i + 6]);
    case 8:
      return f(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5], a[i + 6], a[i + 7]);
    case 9:
      return f(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5], a[i + 6], a[i + 7], a[i + 8]);
    case 10:
      return f(a[i], a[i + 1], a[i + 2], a[i + 3], a[i + 4], a[i + 5], a[i + 6], a[i + 7], a[i + 8], a[i + 9]);
    default:
      return f(...list.subarray(i, i + count));
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
