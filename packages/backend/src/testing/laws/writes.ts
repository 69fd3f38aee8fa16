import { kernelRow } from '../../table/table.ts';
import { inputsOf, type KernelCall, positions, writtenBy } from '../kernel-call.ts';
import { sizesOf, someSizes } from '../kernel-sizes.ts';
import { isAdd } from '../placed.ts';
import { bits, broken, type KernelClaim, spacingsOf, withCall } from './law.ts';

/** The elements of an output, without guards and gaps. */
async function inside(call: KernelCall, output: string): Promise<string> {
  const contents = await call.contents(output);
  return bits(Array.from(positions(call, call.operands.get(output)!), ([at]) => contents[at]!));
}

/** What `out` held before does not matter, unless the kernel adds. */
export const writesAll: KernelClaim = {
  says: 'writes all of out',
  check: async (backend, name) => {
    if (isAdd(name)) return;
    const outputs = kernelRow(name).args.filter(({ role }) => role === 'out');
    for (const sizes of sizesOf(name, someSizes)) {
      const seen = [NaN, 1, 77].map((fill) =>
        withCall(backend, name, { sizes, fill }, async (call) => {
          call.run();
          return { call, text: await Promise.all(outputs.map((output) => inside(call, output.name))) };
        }),
      );
      const [first, ...others] = await Promise.all(seen);
      const other = others.find(({ text }) => text.join('|') !== first!.text.join('|'));
      if (other !== undefined)
        throw broken(other.call, `gives ${other.text} or ${first!.text}, by what out held before`);
    }
  },
};

/** Inputs stay as they were; so do gaps between rows and the elements before and after an output or scratch. */
export const touchesNothingElse: KernelClaim = {
  says: 'touches nothing but out',
  check: async (backend, name) => {
    for (const sizes of sizesOf(name, someSizes)) {
      for (const spacing of spacingsOf(backend)) {
        await withCall(backend, name, { sizes, spacing }, async (call) => {
          call.run();
          for (const input of inputsOf(call)) {
            if (bits(await call.contents(input)) !== bits(call.operands.get(input)!.before))
              throw broken(call, `changed its input ${input}`);
          }
          for (const output of writtenBy(call)) await checkBeside(call, output);
        });
      }
    }
  },
};

async function checkBeside(call: KernelCall, output: string): Promise<void> {
  const placed = call.operands.get(output)!;
  const contents = await call.contents(output);
  for (const [at] of positions(call, placed)) contents[at] = placed.before[at]!;
  const wrong = contents.findIndex((value, at) => !Object.is(value, placed.before[at]));
  if (wrong >= 0)
    throw broken(call, `wrote ${contents[wrong]} beside ${output}, ${wrong - placed.guard} elements from its start`);
}

/** A kernel is given its scratch; it takes no storage and returns nothing but the position of a bad index. */
export const allocatesNothing: KernelClaim = {
  says: 'allocates nothing',
  check: async (backend, name) => {
    for (const sizes of sizesOf(name, someSizes)) {
      await withCall(backend, name, { sizes }, (call) => {
        const before = backend.memory();
        const returned = call.run();
        const after = backend.memory();
        if (after.storages !== before.storages || after.bytes !== before.bytes) {
          throw broken(call, `took ${after.storages - before.storages} storages, ${after.bytes - before.bytes} bytes`);
        }
        const expected = kernelRow(name).returns === 'position' ? -1 : undefined;
        if (returned !== expected) throw broken(call, `returned ${String(returned)}, expected ${expected}`);
      });
    }
  },
};
