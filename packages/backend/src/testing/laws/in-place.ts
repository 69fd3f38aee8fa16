import type { KernelName } from '../../table/table.ts';
import { locate, positions } from '../kernel-call.ts';
import { sizesOf, someSizes } from '../kernel-sizes.ts';
import { bits, broken, type KernelClaim, withCall } from './law.ts';
import type { Backend } from '../../backend.ts';

async function check(backend: Backend, name: KernelName, operand: string): Promise<void> {
  for (const sizes of sizesOf(name, [...someSizes, 9])) {
    for (const spacing of backend.at === undefined ? (['tight'] as const) : (['tight', 'padded'] as const)) {
      await withCall(backend, name, { sizes, spacing }, async (call) => {
        call.run();
        const out = call.operands.get('out')!;
        const places = Array.from(positions(call, out), ([at]) => at);
        const apart = await call.contents('out');
        call.run({ out: locate(backend, call.operands.get(operand)!) });
        const together = await call.contents(operand);
        const [right, got] = [apart, together].map((contents) => bits(places.map((at) => contents[at]!)));
        if (got !== right) throw broken(call, `in place of ${operand} gives ${got}, elsewhere ${right}`);
      });
    }
  }
}

/** The result is the same when `out` is the storage of an input that the table names. */
export function inPlaceOf(operand: string): KernelClaim {
  return { says: `gives the same in place of ${operand}`, check: (backend, name) => check(backend, name, operand) };
}
