import { type Argument, type Backend, type Kernel, type KernelName, kernelRow } from '@ostinato/backend';
import { BackendError } from '@ostinato/base';
import { type Box, poison } from './box.ts';
import { checkExtents } from './extents.ts';
import { randomValues } from './random.ts';

type AnyKernel = (...values: unknown[]) => unknown;

/** The kernels of the double: they run on present values and give each output a new one. */
export function opaqueKernels(inner: Backend): Backend['kernels'] {
  const names = Object.keys(inner.kernels) as KernelName[];
  return Object.fromEntries(names.map((name) => [name, opaqueKernel(inner, name)])) as unknown as Backend['kernels'];
}

function opaqueKernel(inner: Backend, name: KernelName): AnyKernel {
  const row = kernelRow(name);
  const run = inner.kernels[name] as AnyKernel;
  const reads = /Add(\.|$)/.test(name);
  return (...values) => {
    checkExtents(name, row, values);
    const fresh = new Map<Box, unknown>();
    try {
      const given = row.args.map((argument, i) => present(inner, argument, values[i], fresh, reads));
      const drawn = randomValues(inner, name, values);
      if (drawn === undefined) run(...given);
      else inner.write(given[0], row.args[0]!.name === 'out' ? (values[0] as Box).dtype : 'float32', drawn);
    } catch (error) {
      for (const value of fresh.values()) inner.free(value);
      throw error;
    }
    for (const [box, value] of fresh) box.replace(inner, value);
    return result(row);
  };
}

/** Opaque backends cannot look at indices without waiting for a device, so none is ever found wrong. */
const result = ({ returns }: Kernel): unknown => (returns === 'position' ? -1 : undefined);

/** What the inner kernel is given: for outputs a new value, of which only `state` and `Add` know the old one. */
function present(
  inner: Backend,
  argument: Argument,
  value: unknown,
  fresh: Map<Box, unknown>,
  reads: boolean,
): unknown {
  if (argument.role === 'size' || argument.role === 'stride' || argument.role === 'scalar') return value;
  const box = value as Box;
  if (argument.role === 'in' || argument.role === 'scratch') return box.value;
  if (fresh.has(box)) throw new BackendError('opaque: two outputs of a kernel are the same storage.');
  const made = inner.allocate(box.dtype, box.count);
  fresh.set(box, made);
  const n = box.count;
  if (argument.role === 'state' || reads) inner.kernels[`copy.${box.dtype}`](made, box.value, 1, n, n, n);
  else inner.write(made, box.dtype, poison(inner, box.dtype, n));
  return made;
}
