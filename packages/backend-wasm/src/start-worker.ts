/** What the backend needs of a worker thread, in Node and in browsers. */
export interface WorkerThread {
  postMessage(message: unknown): void;
  /** Resolves at its first message; rejects if it cannot start. */
  readonly started: Promise<void>;
  terminate(): void;
}

interface NodeWorker {
  postMessage(message: unknown): void;
  once(event: 'message' | 'error' | 'exit', listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): void;
}

interface Host {
  readonly process?: {
    getBuiltinModule?(name: 'node:worker_threads'): { Worker: new (url: URL) => NodeWorker } | undefined;
  };
}

/**
 * Starts `worker.js`: the one place where the host matters. A worker of Node does not keep the process alive.
 * A browser's worker is a module of its own address, so it needs no more than `script-src 'self'`.
 */
export function startWorker(): WorkerThread {
  const node = (globalThis as Host).process?.getBuiltinModule?.('node:worker_threads');
  return node === undefined ? startInBrowser() : startInNode(node.Worker);
}

function startInNode(Worker: new (url: URL) => NodeWorker): WorkerThread {
  const worker = new Worker(new URL('./worker.js', import.meta.url));
  worker.unref();
  const started = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker has ended')));
  });
  return thread(worker, started);
}

function startInBrowser(): WorkerThread {
  // Bundlers know a worker by exactly this expression.
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const started = new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', () => resolve(), { once: true });
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'worker.js cannot be loaded')));
  });
  return thread(worker, started);
}

function thread(worker: Pick<NodeWorker, 'postMessage' | 'terminate'>, started: Promise<void>): WorkerThread {
  started.catch(() => {}); // whoever waits for it is told; nobody may be waiting any more
  return { postMessage: (message) => worker.postMessage(message), started, terminate: () => worker.terminate() };
}
