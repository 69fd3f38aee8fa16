import { jsBackend } from '@ostinato/backend-js';
import { describe, expect, it } from 'vitest';
import * as tensors from '../index.ts';
import { checkGradients, checkMisuse, checkRefusals, checkValues, opTable } from '../testing.ts';

/** Exports that are no ops; each has a test file of its own. */
const others = [
  'Buffer',
  'Parameter',
  'RandomGenerator',
  'Tensor',
  'buffer',
  'checkGenerator',
  'checkLengths',
  'defaultGenerator',
  'explain',
  'getBackend',
  'inference',
  'keep',
  'manualSeed',
  'mapTree',
  'namedParameters',
  'namedTensors',
  'parameter',
  'scan',
  'compile',
  'hostEffect',
  'refuseRecording',
  'hostNumber',
  'inspect',
  'setBackend',
  'storageOf',
  'tensorOfStorage',
  'tensorsIn',
  'tidy',
  'training',
  'trainingGenerator',
  'valueAndGrad',
  'withBackend',
];
const exported = Object.keys(tensors).filter((name) => !others.includes(name));
const rows = opTable.filter(({ name }) => exported.includes(name));

it.each(exported)('%s has a row in the op table, with a sample', (name) => {
  const samples = opTable.filter((row) => row.name === name).flatMap((row) => row.samples);
  expect(samples.length).toBeGreaterThan(0);
});

const single = jsBackend();
const double = jsBackend({ float: 'float64' });

describe.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
  it.each(row.samples.map((one) => [one.label, one] as const))('value: %s', (_label, one) => {
    checkValues(double, row, one, 1e-12);
    checkValues(single, row, one, 1e-5);
  });

  const order = row.order ?? 2;
  const smooth = row.samples.filter(
    ({ inputs, gives }) => order > 0 && gives === 'float32' && inputs.some(({ dtype }) => dtype === undefined),
  );
  it.each(smooth.map((one) => [one.label, one] as const))('gradient: %s', (_label, one) => {
    checkGradients(double, row, one, 1);
    if (order === 2) checkGradients(double, row, one, 2);
  });

  it.each((row.misuses ?? []).map((one) => [one.label, one] as const))('refuses: %s', (_label, one) => {
    checkMisuse(double, row, one);
  });

  it('refuses wrong dtypes and types, disposed tensors and two backends', () => {
    checkRefusals(double, jsBackend(), row);
  });
});
