import { type KernelName, kernelRow, kernelTable } from '@ostinato/backend';
import { describe, expect, it } from 'vitest';
import { jsBackend } from './index.ts';
import { expectedContents, type KernelCall, kernelCall, type Spacing } from './testing/kernel-call.ts';

const names = Object.keys(kernelTable) as KernelName[];
const small = [0, 1, 2, 3, 4, 5, 7, 8, 9];

/** Sizes to call a kernel with: every pair of the first two, the others in step. */
function* sizesOf(name: KernelName): Generator<Record<string, number>> {
  const own = kernelRow(name).args.flatMap((arg) => (arg.role === 'size' ? [arg.name] : []));
  if (own.includes('n0')) {
    yield {
      n0: 1,
      n1: 1,
      n2: 1,
      n3: 2,
      n4: 3,
      n5: 4,
      s0: 0,
      s1: 0,
      s2: 0,
      s3: 12,
      s4: 1,
      s5: 3,
      offset: 0,
      room: 24,
      count: 24,
    };
    yield {
      n0: 2,
      n1: 1,
      n2: 2,
      n3: 1,
      n4: 2,
      n5: 3,
      s0: 12,
      s1: 7,
      s2: 6,
      s3: 0,
      s4: 3,
      s5: -1,
      offset: 2,
      room: 24,
      count: 24,
    };
    yield {
      n0: 1,
      n1: 3,
      n2: 1,
      n3: 2,
      n4: 1,
      n5: 2,
      s0: 0,
      s1: 0,
      s2: 0,
      s3: 2,
      s4: 0,
      s5: 1,
      offset: 1,
      room: 9,
      count: 9,
    };
    yield {
      n0: 1,
      n1: 0,
      n2: 1,
      n3: 2,
      n4: 1,
      n5: 2,
      s0: 0,
      s1: 0,
      s2: 0,
      s3: 2,
      s4: 0,
      s5: 1,
      offset: 0,
      room: 4,
      count: 5,
    };
    yield {
      n0: 1,
      n1: 1,
      n2: 1,
      n3: 1,
      n4: 1,
      n5: 1,
      s0: 0,
      s1: 0,
      s2: 0,
      s3: 0,
      s4: 0,
      s5: 0,
      offset: 0,
      room: 1,
      count: 1,
    };
    return;
  }
  for (const [a, first] of small.entries()) {
    for (const [b, second] of small.entries()) {
      const third = small[(a + 2 * b) % 9]!;
      const sizes: Record<string, number> = { rows: first, cols: second, inner: third, items: 1 + (third % 3) };
      yield { ...sizes, tableRows: Math.max(third, 1), width: Math.max(third, 1), aCols: second, bCols: third };
    }
  }
}

const outputs = (call: KernelCall) =>
  kernelRow(call.name).args.flatMap((arg) => (arg.role === 'out' || arg.role === 'state' ? [arg.name] : []));
const inputs = (call: KernelCall) => kernelRow(call.name).args.flatMap((arg) => (arg.role === 'in' ? [arg.name] : []));
const bits = (values: ArrayLike<number>) =>
  Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value))).join();

function checkResult(call: KernelCall, float: 'float32' | 'float64'): void {
  for (const output of outputs(call)) {
    const { values, tolerance } = expectedContents(call, output);
    const got = call.contents(output);
    const relative = tolerance === 0 ? 0 : Math.max(tolerance, float === 'float32' ? 1e-6 : 0);
    for (let k = 0; k < values.length; k++) {
      if (
        Object.is(got[k], values[k]) ||
        Math.abs(got[k]! - values[k]!) <= relative * Math.max(1, Math.abs(values[k]!))
      )
        continue;
      expect.fail(
        `${call.name} ${JSON.stringify(call.numbers)}: ${output}[${k - 4}] is ${got[k]}, expected ${values[k]}`,
      );
    }
  }
  for (const input of inputs(call)) expect(bits(call.contents(input))).toBe(bits(call.operands.get(input)!.before));
}

it('has every kernel of the table', () => {
  expect(Object.keys(jsBackend().kernels).sort()).toEqual([...names].sort());
});

describe.each(['float32', 'float64'] as const)('in %s', (float) => {
  const backend = jsBackend({ float });

  it.each(names)('%s is its definition, writes all of out and nothing else, and allocates no storage', (name) => {
    for (const sizes of sizesOf(name)) {
      for (const spacing of ['tight', 'padded', 'repeated'] satisfies Spacing[]) {
        for (const fill of spacing === 'tight' ? [NaN, 1] : [NaN]) {
          const call = kernelCall(backend, name, sizes, spacing, fill, sizes.rows! * 31 + sizes.cols!);
          const held = backend.memory().storages;
          const returned = call.run();
          expect(backend.memory().storages).toBe(held);
          expect(returned).toBe(kernelRow(name).returns === 'position' ? -1 : undefined);
          checkResult(call, float);
          call.free();
        }
      }
    }
  });

  const inPlace = names.flatMap((name) => kernelRow(name).inPlace.map((operand) => [name, operand] as const));
  it.each(inPlace)('%s gives the same in place of %s', (name, operand) => {
    for (const sizes of sizesOf(name)) {
      for (const spacing of ['tight', 'padded'] as const) {
        const call = kernelCall(backend, name, sizes, spacing, NaN);
        call.run();
        const { storage, argument, rows, cols, stride } = call.operands.get('out')!;
        const apart = call.contents('out');
        const place = backend.at!(
          call.operands.get(operand)!.storage as never,
          4 * backend.elementBytes(argument.dtype),
        );
        call.run({ out: place });
        const together = call.contents(operand);
        for (let i = 0; i < rows; i++) {
          const [from, to] = [4 + i * stride, 4 + i * stride + cols];
          expect(bits(together.slice(from, to))).toBe(bits(apart.slice(from, to)));
        }
        expect(storage).toBeDefined();
        call.free();
      }
    }
  });

  /** Kernels whose result has rows of its own: row `i` needs row `i` of `row` operands only. Batches go by item. */
  const rowWise = names.filter(
    (name) =>
      kernelRow(name).args.every((arg) => !('rows' in arg) || arg.rows === 'row' || arg.rows === 'all') &&
      kernelRow(name).args[0]!.role !== 'state' &&
      (kernelRow(name).args[0] as { rows: string }).rows === 'row',
  );
  it.each(rowWise)('%s gives a row the same bits whatever rows stand beside it', (name) => {
    const row = kernelRow(name);
    const unit = row.split === 'items' ? 'items' : 'rows';
    for (const cols of [1, 3, 4, 8, 9]) {
      const sizes = { rows: 9, cols, inner: 7, items: 5, tableRows: 4, width: 6, aCols: cols, bCols: 2 };
      const call = kernelCall(backend, name, sizes, 'padded', NaN);
      call.run();
      const [whole, order] = outputs(call).map((output) => bits(call.contents(output)));
      const total = call.numbers[unit]!;
      for (const size of [1, 2, 3, 4, 5]) {
        for (const operand of outputs(call))
          backend.write(
            call.operands.get(operand)!.storage as never,
            call.operands.get(operand)!.argument.dtype,
            call.operands.get(operand)!.before,
          );
        for (let start = 0; start < total; start += size) {
          const swap: Record<string, unknown> = { [unit]: Math.min(size, total - start) };
          if ('first' in call.numbers) swap.first = call.numbers.first! + start * cols;
          for (const [key, { storage, argument, stride, item }] of call.operands) {
            const step =
              unit === 'items'
                ? item
                : argument.rows !== 'row'
                  ? 0
                  : name.startsWith('gatherRows') && key === 'index'
                    ? 1
                    : stride;
            swap[key] = backend.at!(storage as never, (4 + start * step) * backend.elementBytes(argument.dtype));
          }
          call.run(swap);
        }
        outputs(call).forEach((output, i) =>
          expect(bits(call.contents(output)), `${size} of ${total}`).toBe([whole, order][i]),
        );
      }
      call.free();
    }
  });

  const adds = names.filter((name) => /Add(\.|$)/.test(name));
  it.each(adds)('%s adds the finished result of the plain kernel', (name) => {
    const plain = name.replace('Add', '') as KernelName;
    for (const sizes of sizesOf(name)) {
      const [sum, alone] = [
        kernelCall(backend, name, sizes, 'tight', NaN, 3),
        kernelCall(backend, plain, sizes, 'tight', NaN, 3),
      ];
      for (const operand of inputs(sum)) {
        backend.write(alone.operands.get(operand)!.storage as never, 'float32', sum.operands.get(operand)!.before);
      }
      sum.run();
      alone.run();
      const { before, rows, cols } = sum.operands.get('out')!;
      const [got, finished] = [sum.contents('out'), alone.contents('out')];
      const expected = got.slice();
      for (let k = 4; k < 4 + rows * cols; k++) expected[k] = before[k]! + finished[k]!;
      expect(bits(got)).toBe(bits(expected));
      for (const call of [sum, alone]) call.free();
    }
  });
});

describe('index kernels', () => {
  const backend = jsBackend();
  it.each(names.filter((name) => kernelRow(name).returns === 'position'))(
    '%s reports the first bad position',
    (name) => {
      for (const bad of [-1, 6, 2 ** 31 - 1, -(2 ** 31)]) {
        const call = kernelCall(backend, name, { rows: 5, cols: 3, tableRows: 6, width: 6 }, 'padded', NaN);
        const { storage, before, stride } = call.operands.get('index')!;
        const byRow = name.includes('Rows');
        const second = byRow ? 2 : stride + 1;
        before[4 + second] = bad;
        before[4 + second + 1] = bad;
        backend.write(storage as never, 'int32', before);
        expect(call.run()).toBe(byRow ? 2 : 4);
        call.free();
      }
    },
  );
});
