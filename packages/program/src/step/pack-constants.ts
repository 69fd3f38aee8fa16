import type { AnyKernel, Backend, KernelName } from '@ostinato/backend';
import { kernelRow } from '@ostinato/backend';
import { packedNames, packedSize, packsWell } from '../packing.ts';
import type { LoggedBlock, LoggedCall, LoggedPlace, LogEntry } from './call-log.ts';
import type { Constancy } from './constancy.ts';

/**
 * Products with a matrix that holds from run to run read it packed; what packs it stands before the first of them and holds too. The sums
 * are the same.
 */
export function packConstants(
  entries: readonly LogEntry[],
  backend: Backend,
  { entries: constant, holds }: Pick<Constancy, 'entries' | 'holds'>,
): { readonly entries: readonly LogEntry[]; readonly blocks: readonly LoggedBlock[] } {
  if (!packsWell(backend)) return { entries, blocks: [] };
  const packed = new Map<string, LoggedBlock>();
  const ids = new Map<unknown, number>();
  const kernelOf = (name: KernelName): AnyKernel => backend.kernels[name] as AnyKernel;
  const changed = entries.flatMap((entry): LogEntry[] => {
    const names = 'kernel' in entry ? packedNames[entry.kernel] : undefined;
    if (names === undefined || !('kernel' in entry) || constant.has(entry)) return [entry];
    const at = (name: string): number => kernelRow(entry.kernel).args.findIndex((argument) => argument.name === name);
    const b = entry.places.get(at('b'))!;
    if (!holds(b)) return [entry];
    const [inner, cols, bStride] = ['inner', 'cols', 'bStride'].map((name) => entry.args[at(name)] as number);
    const of = 'block' in b ? b.block : b.outside;
    if (!ids.has(of)) ids.set(of, ids.size);
    const key = [names[0], ids.get(of), 'block' in b ? b.offset : 0, inner, cols, bStride].join();
    const known = packed.get(key);
    const block = known ?? newBlock(4 * packedSize(inner!, cols!));
    packed.set(key, block);
    // The packed matrix has no stride, which is the last argument.
    const places = new Map([...entry.places, [at('b'), { block, offset: 0 }] as const]);
    const product = { ...entry, kernel: names[1], run: kernelOf(names[1]), args: entry.args.slice(0, -1), places };
    if (known !== undefined) return [product];
    const pack: LoggedCall = {
      kernel: names[0],
      run: kernelOf(names[0]),
      args: [0, 0, inner, cols, bStride],
      places: new Map<number, LoggedPlace>([
        [0, { block, offset: 0 }],
        [1, b],
      ]),
      live: new Map(),
    };
    return [pack, product];
  });
  return { entries: changed, blocks: [...packed.values()] };
}

const newBlock = (bytes: number): LoggedBlock => ({
  address: 0,
  bytes,
  first: 0,
  last: 0,
  isFree: true,
});
