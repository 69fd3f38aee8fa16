import type { Kernel, KernelName } from '@ostinato/backend';
import { extentOf } from '@ostinato/backend/testing';
import { BackendError } from '@ostinato/base';
import { Box } from './box.ts';

/**
 * Throws unless each operand is a whole storage: contiguous rows, or one row, column or item used again and again. A
 * backend without addresses knows no rows with gaps and no part of a storage.
 */
export function checkExtents(name: KernelName, { args }: Kernel, values: readonly unknown[]): void {
  const n = Object.fromEntries(args.map((argument, i) => [argument.name, values[i] as number]));
  for (const argument of args) {
    if (!('dtype' in argument)) continue;
    const box = n[argument.name] as unknown as Box;
    if (!(box instanceof Box))
      throw new BackendError(`opaque: ${argument.name} of ${name} is no storage of this backend.`);
    box.checkAlive();
    if (box.dtype !== argument.dtype)
      throw new BackendError(`opaque: ${argument.name} of ${name} is ${box.dtype}, expected ${argument.dtype}.`);
    const extent = extentOf(name, argument.name, n);
    if (extent === undefined) continue;
    const strideOf = (axis: string, usual: number): number => {
      const stride = args.find((one) => one.role === 'stride' && one.of === argument.name && one.axis === axis);
      return stride === undefined ? usual : n[stride.name]!;
    };
    const [rows, cols] = extent;
    const [stride, column] = [strideOf('row', cols), strideOf('column', 1)];
    const width = column === 0 ? Math.min(cols, 1) : cols;
    const stored = (stride === 0 && cols > 0 ? Math.min(rows, 1) : rows) * width;
    const items = strideOf('item', stored) === 0 ? Math.min(n.items ?? 1, 1) : (n.items ?? 1);
    const gaps = rows > 1 && stride !== 0 && stride !== width;
    const apart = items > 1 && strideOf('item', stored) !== stored;
    if (argument.role === 'in' && stored * items === 0) continue; // nothing is read
    if (!gaps && !apart && box.count === stored * items) continue;
    throw new BackendError(
      `opaque: ${name} uses ${stored * items} elements of ${argument.name}, row stride ${stride}, but its storage has ${box.count}. ` +
        'Only whole contiguous storages have a meaning without addresses.',
    );
  }
}
