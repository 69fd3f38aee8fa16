import type { AnyKernel, Backend, KernelName } from '@ostinato/backend';
import { kernelRow } from '@ostinato/backend';
import { packedNames, packedSize, packsWell } from '../packing.ts';
import type { LoggedBlock, LoggedCall, LoggedPlace, LogEntry } from './call-log.ts';
import type { Constancy } from './constancy.ts';

/**
 * Products with a matrix that holds from run to run read it packed; packing it is one more call that need not be repeated. The sums
 * are the same.
 */
export function packConstants(
  entries: readonly LogEntry[],
  backend: Backend,
  { entries: constant, holds }: Pick<Constancy, 'entries' | 'holds'>,
): { readonly entries: LogEntry[]; readonly packs: LoggedCall[] } {
  const packs = new Map<string, { readonly call: LoggedCall; readonly place: LoggedPlace }>();
  const ids = new Map<unknown, number>();
  const kernelOf = (name: KernelName): AnyKernel => backend.kernels[name] as AnyKernel;
  const product = (entry: LogEntry): LogEntry => {
    const names = 'kernel' in entry ? packedNames[entry.kernel] : undefined;
    if (names === undefined || !('kernel' in entry) || constant.has(entry)) return entry;
    const at = (name: string): number => kernelRow(entry.kernel).args.findIndex((argument) => argument.name === name);
    const b = entry.places.get(at('b'))!;
    if (!holds(b)) return entry;
    const [inner, cols, bStride] = ['inner', 'cols', 'bStride'].map((name) => entry.args[at(name)] as number);
    const of = 'block' in b ? b.block : b.outside;
    if (!ids.has(of)) ids.set(of, ids.size);
    const key = [names[0], ids.get(of), 'block' in b ? b.offset : 0, inner, cols, bStride].join();
    let pack = packs.get(key);
    if (pack === undefined) {
      const place = { block: newBlock(4 * packedSize(inner!, cols!)), offset: 0 };
      const args = [0, 0, inner, cols, bStride];
      const places = new Map<number, LoggedPlace>([
        [0, place],
        [1, b],
      ]);
      pack = { place, call: { kernel: names[0], run: kernelOf(names[0]), args, places, live: new Map() } };
      packs.set(key, pack);
    }
    // The packed matrix has no stride, which is the last argument.
    const places = new Map([...entry.places, [at('b'), pack.place] as const]);
    return { ...entry, kernel: names[1], run: kernelOf(names[1]), args: entry.args.slice(0, -1), places };
  };
  const changed = packsWell(backend) ? entries.map(product) : [...entries];
  return { entries: changed, packs: Array.from(packs.values(), ({ call }) => call) };
}

const newBlock = (bytes: number): LoggedBlock => ({
  address: 0,
  bytes,
  first: 0,
  last: 0,
  isComputed: true,
  writes: 0,
  isFree: true,
});
