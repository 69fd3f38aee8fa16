import { BackendError } from '@ostinato/base';
import { callOffset, listJob, Mailbox, words } from './mailbox.ts';
import { startWorker, type WorkerThread } from '../start-worker.ts';

/** What the workers run. */
export interface CrewTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where the working space of a worker is. */
  readonly scratchOf: (worker: number) => number;
  /** Exports by number. */
  readonly names: readonly string[];
}

/** Milliseconds for which an idle worker looks for work before it sleeps: eager training leaves gaps of up to some milliseconds. */
const patience = 3;

/** What a crew has of its host, and how long it waits, in milliseconds. Tests have their own. */
export interface CrewHost {
  readonly startWorker: () => WorkerThread;
  /** Until all workers must have started. */
  readonly startTime: number;
  /** After which workers that show no progress are given up. */
  readonly longest: number;
}

const usual: CrewHost = { startWorker, startTime: 10_000, longest: 5000 };

/** The worker threads of one backend. */
export class Crew {
  readonly #workers: readonly WorkerThread[];
  readonly #mailboxes: readonly Mailbox[];
  readonly #longest: number;
  #isLost = false;

  private constructor(workers: readonly WorkerThread[], mailboxes: readonly Mailbox[], longest: number) {
    this.#workers = workers;
    this.#mailboxes = mailboxes;
    this.#longest = longest;
  }

  /** Starts `count` workers. @throws BackendError if one does not start */
  static async start(count: number, task: CrewTask, host: Partial<CrewHost> = {}): Promise<Crew> {
    const { module, memory, scratchOf, names } = task;
    const { startWorker, startTime, longest } = { ...usual, ...host };
    const workers: WorkerThread[] = [];
    const mailboxes: Mailbox[] = [];
    try {
      for (let i = 0; i < count; i++) {
        const mailbox = new Mailbox();
        const worker = startWorker();
        workers.push(worker);
        mailboxes.push(mailbox);
        const start = { module, memory, scratch: scratchOf(i), names, mailbox: mailbox.buffer };
        worker.postMessage({ ...start, words, callOffset, listJob, patience });
      }
      await withinTime(Promise.all(workers.map(({ started }) => started)), startTime);
    } catch (cause) {
      for (const worker of workers) worker.terminate();
      throw new BackendError(
        'wasmBackend: a worker thread did not start. Its program, dist/worker.js of @ostinato/backend-wasm, must be ' +
          'served beside the code that loads it: Vite and webpack see to that, with esbuild copy the file into the folder ' +
          'of the bundle. With { threads: 1 } it is not needed.',
        { cause },
      );
    }
    return new Crew(workers, mailboxes, longest);
  }

  /** How many workers there are. */
  get size(): number {
    return this.#workers.length;
  }

  /** Hands worker `i` a call. */
  send(i: number, kernel: number, args: readonly number[]): void {
    this.checkAlive();
    this.#mailboxes[i]!.send(kernel, args);
  }

  /** Hands worker `i` a list of calls: where it lies in memory, and how many 64-bit words it has. */
  sendList(i: number, address: number, length: number): void {
    this.send(i, listJob, [address, length]);
  }

  /** Waits until the first `count` workers have answered. @throws BackendError when they do not, or a kernel failed */
  join(count: number): void {
    let look = 0;
    let progress = -1;
    let deadline = Infinity;
    for (let i = 0; i < count; ) {
      if (this.#mailboxes[i]!.isDone) i++;
      else if (++look % 4096 === 0) {
        const now = performance.now();
        const sum = this.#mailboxes.reduce((all, mailbox) => all + mailbox.progress, 0);
        if (sum !== progress) [progress, deadline] = [sum, now + this.#longest];
        else if (now > deadline) this.#lose(`no worker thread has made progress for ${this.#longest / 1000} s`);
      }
    }
    for (let i = 0; i < count; i++) if (this.#mailboxes[i]!.hasFailed) this.#lose('a kernel failed in a worker thread');
  }

  /** What worker `i` returned last. */
  result(i: number): number {
    return this.#mailboxes[i]!.result;
  }

  /** Whether a join has failed. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** @throws BackendError once a join has failed */
  checkAlive(): void {
    if (this.#isLost) this.#lose('this backend is lost');
  }

  #lose(reason: string): never {
    this.#isLost = true;
    this.dispose();
    throw new BackendError(`wasmBackend: ${reason}. Make a new backend; tensors of this one are gone.`);
  }

  /** Ends all workers. */
  dispose(): void {
    for (const mailbox of this.#mailboxes) mailbox.end();
    for (const worker of this.#workers) worker.terminate();
  }
}

/** The timer also keeps Node alive, which workers do not. */
async function withinTime(work: Promise<unknown>, startTime: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not ready after ${startTime} ms`)), startTime);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
