import { jsBackend } from '@ostinato/backend-js';
import { checkGradients, checkMisuse, checkRefusals, checkValues, opTable } from '@ostinato/tensor/testing';
import { describe, it } from 'vitest';
import { opaqueBackend } from './index.ts';

const single = opaqueBackend(jsBackend());
const double = opaqueBackend(jsBackend({ float: 'float64' }));
const other = opaqueBackend(jsBackend());

describe.each(opTable.map((row) => [row.name, row] as const))('%s on a backend without addresses', (_, row) => {
  it.each(row.samples.map((one) => [one.label, one] as const))('value: %s', (_label, one) => {
    checkValues(double, row, one, 1e-12);
    checkValues(single, row, one, 1e-5);
  });
  const order = row.order ?? 2;
  const smooth = row.samples.filter(({ inputs, gives }) => gives === 'float32' && inputs.some(({ dtype }) => dtype === undefined));
  for (const one of smooth) {
    if (order >= 1) it(`gradient: ${one.label}`, () => checkGradients(double, row, one, 1));
    if (order === 2) it(`gradient of the gradient: ${one.label}`, () => checkGradients(double, row, one, 2));
  }
  for (const one of row.misuses ?? []) it(`refuses: ${one.label}`, () => checkMisuse(double, row, one));
  it('refuses wrong dtypes and types, disposed tensors and two backends', () => checkRefusals(double, other, row));
});
