import { kernelRow } from '../../table/table.ts';
import { broken, type KernelClaim, withCall } from './law.ts';

/** Addressable backends check indices in the kernel; opaque ones leave it to the host copy and return -1. */
export const namesBadIndex: KernelClaim = {
  says: 'names the first bad position',
  check: async (backend, name) => {
    if (backend.at === undefined) return;
    for (const bad of [-1, 6, 2 ** 31 - 1, -(2 ** 31)]) {
      await withCall(
        backend,
        name,
        { sizes: { rows: 5, cols: 3, tableRows: 6, width: 6 }, spacing: 'padded' },
        (call) => {
          const operand = call.operands.has('index') ? 'index' : 'target';
          const { storage, before, stride, guard } = call.operands.get(operand)!;
          const byRow = !kernelRow(name).args.some((arg) => arg.role === 'stride' && arg.of === operand);
          const second = guard + (byRow ? 2 : stride + 1);
          before.fill(bad, second, second + 2);
          backend.write(storage, 'int32', before);
          const [returned, expected] = [call.run(), byRow ? 2 : 4];
          if (returned !== expected)
            throw broken(call, `returned ${String(returned)} for index ${bad}, expected ${expected}`);
        },
      );
    }
  },
};
