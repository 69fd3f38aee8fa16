import { BackendError, DisposedError } from '@ostinato/base';
import { expect, it } from 'vitest';
import { makeBackend } from './make-backend.ts';
import { startWorker, type WorkerThread } from './start-worker.ts';

const rows = 64;
const cols = 16;
const count = rows * cols;

it('is lost with a worker thread, and says so until there is a new one', async () => {
  let worker: WorkerThread | undefined;
  const start = (): WorkerThread => (worker = startWorker());
  const backend = await makeBackend({ threads: 2 }, { least: 0, longest: 100, startWorker: start });
  const block = backend.allocate('float32', count);
  const { kernels } = backend;
  kernels['fill.float32'](block, rows, cols, cols, 3);
  await (worker!.terminate() as unknown as Promise<void>);

  expect(() => kernels['fill.float32'](block, rows, cols, cols, 4)).toThrow(/no worker thread.*Make a new backend/);
  const calls = [
    () => backend.kernels,
    () => backend.allocate('float32', 1),
    () => backend.write(block, 'float32', Float32Array.of(1)),
    () => backend.readSync(block, 'float32', 0, 1),
    () => kernels['fill.float32'](block, rows, cols, cols, 4),
  ];
  for (const call of calls) expect(call).toThrow(BackendError);
  await expect(backend.read(block, 'float32', 0, 1)).rejects.toThrow(BackendError);
  backend.free(block);
  expect(backend.memory().bytes).toBe(0);
  backend.dispose();
  expect(() => backend.kernels).toThrow(DisposedError);

  const next = await makeBackend({ threads: 2 }, { least: 0 });
  const fresh = next.allocate('float32', count);
  next.kernels['fill.float32'](fresh, rows, cols, cols, 5);
  expect(next.readSync(fresh, 'float32', count - 1, 1)).toEqual(Float32Array.of(5));
  next.dispose();
});

it.each<[string, () => WorkerThread]>([
  [
    'cannot be made',
    () => {
      throw new Error('of another origin');
    },
  ],
  [
    'cannot be loaded',
    () => ({ postMessage: () => {}, started: Promise.reject(new Error('404')), terminate: () => {} }),
  ],
  ['are silent', () => ({ postMessage: () => {}, started: new Promise(() => {}), terminate: () => {} })],
])('has one thread where workers %s and nobody asked for them', async (_, start) => {
  const internals = { startWorker: start, startTime: 50 };
  const backend = await makeBackend({ relaxed: false }, internals);
  expect([backend.threads, backend.features]).toEqual([1, ['simd']]);
  backend.dispose();
  await expect(makeBackend({ threads: 2 }, internals)).rejects.toThrow(BackendError);
});
