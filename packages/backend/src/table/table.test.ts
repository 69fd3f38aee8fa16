import { describe, expect, it } from 'vitest';
import type { Argument, Sizes } from '../kernel.ts';
import { type KernelName, kernelRow, kernelTable } from './table.ts';

const names = Object.keys(kernelTable) as KernelName[];
const operands = ['out', 'in', 'state', 'scratch'];
const dtypeOf = (arg: Argument | undefined) => (arg !== undefined && 'dtype' in arg ? arg.dtype : undefined);

describe.each(names)('kernel %s', (name) => {
  const row = kernelRow(name);
  const named = (role: string) => row.args.filter((arg) => arg.role === role).map((arg) => arg.name);

  it('has unique argument names', () => {
    expect(new Set(row.args.map((arg) => arg.name)).size).toBe(row.args.length);
  });

  it('starts with what it writes, then reads; numbers come last', () => {
    const isOperand = row.args.map((arg) => operands.includes(arg.role));
    expect(isOperand.lastIndexOf(true)).toBeLessThan(isOperand.indexOf(false));
    const writes = row.args.map((arg) => arg.role === 'out' || arg.role === 'state');
    expect(writes[0]).toBe(true);
    const reads = row.args.findIndex((arg) => arg.role === 'in');
    if (reads >= 0) expect(writes.lastIndexOf(true)).toBeLessThan(reads);
  });

  it('has strides of operands only, one for each axis', () => {
    const strides = row.args.filter((arg) => arg.role === 'stride');
    for (const { of } of strides) {
      expect(row.args.some((arg) => arg.name === of && operands.includes(arg.role))).toBe(true);
    }
    expect(new Set(strides.map(({ of, axis }) => `${of} ${axis}`)).size).toBe(strides.length);
  });

  it('computes costs from its own sizes and nothing else', () => {
    const asked = new Set<string>();
    const threes = new Proxy<Sizes>({}, { get: (_, size) => (asked.add(String(size)), 3) });
    for (const cost of [row.flops, row.traffic, row.scratch, row.draws]) {
      expect(cost(threes)).toBeGreaterThanOrEqual(0);
      expect(Number.isFinite(cost(threes))).toBe(true);
    }
    // A single product counts as one item.
    expect([...asked].filter((size) => size !== 'items')).toEqual(
      [...asked].filter((size) => size !== 'items' && named('size').includes(size)),
    );
  });

  it('has scratch exactly where it says how much', () => {
    expect(row.scratch(Object.fromEntries(named('size').map((size) => [size, 4]))) > 0).toBe(
      named('scratch').length > 0,
    );
  });

  it('runs in place only on inputs of the dtype that it writes', () => {
    for (const place of row.inPlace) {
      const operand = row.args.find((arg) => arg.name === place);
      expect(operand?.role).toBe('in');
      expect(dtypeOf(operand)).toBe(dtypeOf(row.args[0]));
      expect(operand && 'rows' in operand && operand.rows).toBe('row');
    }
  });

  it('speaks of rows only where it counts them', () => {
    const roles = row.args.flatMap((arg) => ('rows' in arg ? [arg.rows] : []));
    if (roles.includes('row') || row.split === 'rows') expect(named('size')).toContain('rows');
    if (row.split === 'items') expect(named('size')).toContain('items');
    if (row.split === 'columns') expect(named('size')).toContain('cols');
  });

  it('has the same arguments as the kernel that it is the Add form of', () => {
    if (!/Add(\.|$)/.test(name)) return;
    const plain = name.replace(/Add(?=\.|$)/, '') as KernelName;
    expect(names).toContain(plain);
    expect(row.args).toEqual(kernelRow(plain).args);
    expect(row.inPlace).toEqual([]);
  });
});

it('knows what is optional', () => {
  expect(names.filter((name) => kernelRow(name).optional)).toEqual([
    'matmulBias.nn',
    'matmulBias.nt',
    'matmulBiasAdd.nn',
    'matmulBiasAdd.nt',
    'pack.n',
    'pack.t',
    'matmulPacked',
    'matmulPackedAdd',
    'matmulPackedBias',
    'matmulPackedBiasAdd',
    'sgdStep',
    'adamStep',
    'softmaxCrossEntropy',
    'softmaxCrossEntropyBackward',
    'layerNorm',
    'layerNormBackward',
    'layerNormWeight',
    'dropout',
    'dropoutBackward',
    'gelu.none',
    'gelu.tanh',
    'geluBackward.none',
    'geluBackward.tanh',
    'attention',
    'attentionBackward',
  ]);
});
