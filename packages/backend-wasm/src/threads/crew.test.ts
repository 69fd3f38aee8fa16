import { BackendError } from '@ostinato/base';
import { expect, it, vi } from 'vitest';
import { Crew, type CrewHost, type CrewTask } from './crew.ts';
import { words } from './mailbox.ts';

const task = { module: {}, memory: {}, scratchOf: (worker: number) => worker, names: [] } as unknown as CrewTask;

/** Workers that only look like some: `answer` says by hand what they would. */
function fakes(started: () => Promise<void> = () => Promise.resolve()) {
  const mailboxes: Int32Array[] = [];
  const terminate = vi.fn<() => void>();
  const postMessage = (message: unknown): void => {
    mailboxes.push(new Int32Array((message as { mailbox: SharedArrayBuffer }).mailbox));
  };
  const host: Partial<CrewHost> = {
    startWorker: () => ({ postMessage, started: started(), terminate }),
    startTime: 30,
    longest: 30,
  };
  const answer = (i: number, result: number, failed = 0): void => {
    const box = mailboxes[i]!;
    Object.entries({ result, failed, done: box[words.job]! }).forEach(([word, value]) => {
      box[words[word as keyof typeof words]] = value;
    });
  };
  return { host, terminate, answer };
}

it('hands out calls and has their results', async () => {
  const { host, answer } = fakes();
  const crew = await Crew.start(2, task, host);
  crew.send(0, 3, [1, 2]);
  crew.send(1, 3, [1, 2]);
  answer(0, 7);
  answer(1, -1);
  crew.join(2);
  expect([crew.size, crew.result(0), crew.result(1), crew.isLost]).toEqual([2, 7, -1, false]);
});

it('is lost when nobody makes progress', async () => {
  const { host, answer, terminate } = fakes();
  const crew = await Crew.start(2, task, host);
  crew.send(0, 3, []);
  crew.send(1, 3, []);
  answer(0, 0);
  expect(() => crew.join(2)).toThrow(/no worker thread has made progress for 0.03 s/);
  expect(crew.isLost).toBe(true);
  expect(terminate).toHaveBeenCalledTimes(2);
  expect(() => crew.send(0, 3, [])).toThrow(BackendError);
  expect(() => crew.checkAlive()).toThrow(/lost.*Make a new backend/);
});

it('is lost when a kernel failed', async () => {
  const { host, answer } = fakes();
  const crew = await Crew.start(1, task, host);
  crew.send(0, 3, []);
  answer(0, 0, 1);
  expect(() => crew.join(1)).toThrow(/a kernel failed/);
  expect(() => crew.checkAlive()).toThrow(BackendError);
});

it.each<[string, () => Promise<void>]>([
  ['a worker has an error', () => Promise.reject(new Error('404'))],
  ['a worker is silent', () => new Promise(() => {})],
  [
    'a worker cannot even be made',
    () => {
      throw new Error('of another origin');
    },
  ],
])('does not start when %s', async (_, started) => {
  let count = 0;
  const { host, terminate } = fakes(() => (count++ === 0 ? Promise.resolve() : started()));
  const start = Crew.start(2, task, host);
  await expect(start).rejects.toThrow(/did not start.*worker\.js/);
  await expect(start).rejects.toBeInstanceOf(BackendError);
  expect(terminate).toHaveBeenCalled();
});
