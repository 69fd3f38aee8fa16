/** For tests: a tfjs backend that is watched for values read on the host, and for values left behind. */
import type { Backend } from '@ostinato/backend';
import { type TfjsBackend, tfjsBackend } from './tfjs-backend.ts';
import type { TfjsDevice, TfjsNamespace } from './tfjs.ts';

/** A tfjs backend under watch. */
export interface WatchedTfjs {
  /** Makes a backend on it. */
  make(): Promise<Backend>;
  /** How many values it holds, without the numbers that backends keep as operands. */
  values(): number;
}

/**
 * Watches a tfjs backend, once and for all: from now on its values can be read only by the `read` and `readSync` of backends that `make` makes. A
 * kernel that looks at its operands on the host throws, but where kernels of tfjs `onHost` compute there by themselves: always on `cpu`.
 */
export async function watchTfjs(
  tf: TfjsNamespace,
  name: string,
  onHost: () => boolean = () => name === 'cpu',
): Promise<WatchedTfjs> {
  const made: TfjsBackend[] = [];
  const { device } = ((await tfjsBackend(tf, { name })) as TfjsBackend).ops;
  const during = allowReads(device, name);
  const make = async (): Promise<Backend> => {
    const backend = (await tfjsBackend(tf, { name })) as TfjsBackend;
    const { read, readSync, ops } = backend;
    Object.assign(backend, {
      read: (...place: Parameters<typeof read>) => during(() => read.apply(backend, place)),
      readSync: (...place: Parameters<typeof read>) => during(() => readSync!.apply(backend, place)),
    });
    const { runAll } = ops;
    ops.runAll = (...call) => (onHost() ? during(() => runAll.apply(ops, call)) : runAll.apply(ops, call));
    made.push(backend);
    return backend;
  };
  const values = (): number => made.reduce((left, { ops }) => left - ops.kept, device.numDataIds());
  return { make, values };
}

/** Has reads of a device throw, but for those inside the function that comes back. */
function allowReads(device: TfjsDevice, name: string): <R>(run: () => R) => R {
  let allowed = 0;
  const { read, readSync } = device;
  const refuse = (): void => {
    if (allowed === 0) throw new Error(`host: a kernel read values of the tfjs backend "${name}" back.`);
  };
  const guarded: Pick<TfjsDevice, 'read' | 'readSync'> = {
    read: (id) => (refuse(), read.call(device, id)),
    readSync: (id) => (refuse(), readSync.call(device, id)),
  };
  Object.assign(device, guarded);
  return (run) => {
    allowed++;
    try {
      return run();
    } finally {
      allowed--;
    }
  };
}
