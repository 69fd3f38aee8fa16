import type { Backend, KernelName } from '@ostinato/backend';
import { constant, type Extent } from './extent.ts';
import type { Fresh } from './fresh.ts';
import { argumentOf, type Call, type Operand, withArguments, written } from './graph.ts';
import type { Parts, PartName } from './parts.ts';

/** Columns of a panel of a packed matrix. */
const panel = 8;

/**
 * Products of the loop with a matrix that stays the same read it packed, which is done once before the loop. The sums are the same.
 */
export function withPacking(parts: Parts, fresh: Fresh): Parts {
  const forward = packed(parts.calls.body, 'forward', parts, fresh);
  const backward = packed(parts.calls.bodyBack, 'backward', parts, fresh);
  return {
    ...parts,
    calls: {
      ...parts.calls,
      once: [...parts.calls.once, ...forward.packs],
      body: forward.calls,
      onceBack: [...parts.calls.onceBack, ...backward.packs],
      bodyBack: backward.calls,
    },
  };
}

/** Whether packed products pay on a backend: where vectors of columns are what a product reads. */
export const packsWell = (backend: Backend): boolean =>
  backend.kernels.matmulPacked !== undefined && backend.features.some((feature) => feature.endsWith('simd'));

/** Kernels that read a matrix as it is: how it is packed, and the kernel that reads it so. */
export const packedNames: Readonly<Partial<Record<KernelName, readonly [KernelName, KernelName]>>> = {
  'matmul.nn': ['pack.n', 'matmulPacked'],
  'matmul.nt': ['pack.t', 'matmulPacked'],
  'matmulAdd.nn': ['pack.n', 'matmulPackedAdd'],
  'matmulAdd.nt': ['pack.t', 'matmulPackedAdd'],
  'matmulBias.nn': ['pack.n', 'matmulPackedBias'],
  'matmulBias.nt': ['pack.t', 'matmulPackedBias'],
  'matmulBiasAdd.nn': ['pack.n', 'matmulPackedBiasAdd'],
  'matmulBiasAdd.nt': ['pack.t', 'matmulPackedBiasAdd'],
};

/** Elements of a packed matrix. */
export const packedSize = (inner: number, cols: number): number => Math.ceil(cols / panel) * panel * inner;

const onceParts: readonly PartName[] = ['once', 'onceBack'];

function packed(
  calls: readonly Call[],
  pass: Call['pass'],
  parts: Parts,
  fresh: Fresh,
): { calls: Call[]; packs: Call[] } {
  const packs = new Map<string, { readonly call: Call; readonly operand: Operand }>();
  const changes = new Set(partsThatVary(parts));
  const product = (call: Call): Call => {
    const names = packedNames[call.kernel];
    if (names === undefined || call.form !== 'rows') return call;
    const b = argumentOf(call, 'b') as Operand;
    const [inner, cols, bStride] = ['inner', 'cols', 'bStride'].map((name) => argumentOf(call, name) as Extent);
    if (b.value.count.perRow !== 0 || changes.has(b.value)) return call;
    const key = [names[0], b.value.id, b.offset, inner!.base, cols!.base, bStride!.base].join();
    let pack = packs.get(key);
    if (pack === undefined) {
      const count = constant(packedSize(inner!.base, cols!.base));
      const operand = { value: fresh.value('float32', count), offset: 0 };
      pack = { operand, call: { kernel: names[0], args: [operand, b, inner!, cols!, bStride!], form: 'fixed', pass } };
      packs.set(key, pack);
    }
    // The packed matrix has no stride, which is the last argument.
    const changed = withArguments(call, new Map([[2, pack.operand]]));
    return { ...changed, kernel: names[1], args: changed.args.slice(0, -1) };
  };
  return { calls: calls.map(product), packs: Array.from(packs.values(), ({ call }) => call) };
}

/** Every value that is not there before the loop. */
const partsThatVary = ({ calls }: Parts) =>
  (Object.keys(calls) as PartName[]).flatMap((name) => (onceParts.includes(name) ? [] : calls[name].flatMap(written)));
