import { type KernelName, kernelRow, kernelTable } from '@ostinato/backend';
import { expect, it } from 'vitest';
import { sizesFor } from './sizes.ts';

it.each(Object.keys(kernelTable) as KernelName[])('names every size of %s, and makes it large', (name) => {
  const { sizes } = sizesFor(name);
  for (const argument of kernelRow(name).args) {
    if (argument.role === 'size') expect(sizes).toHaveProperty(argument.name);
  }
  expect(kernelRow(name).traffic(sizes)).toBeGreaterThan(1.9e5);
});
