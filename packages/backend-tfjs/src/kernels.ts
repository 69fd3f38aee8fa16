import type { Kernels } from '@ostinato/backend';
import type { Box } from './box.ts';
import { indexing } from './kernels/indexing.ts';
import { movement } from './kernels/movement.ts';
import { pointwise } from './kernels/pointwise.ts';
import { products } from './kernels/products.ts';
import { random } from './kernels/random.ts';
import { rowKernels } from './kernels/rows.ts';
import type { TfjsOps } from './ops.ts';

/** All required kernels, on one tfjs backend. */
export function kernelsOf(t: TfjsOps): Kernels<Box> {
  return {
    ...pointwise(t),
    ...products(t),
    ...rowKernels(t),
    ...indexing(t),
    ...movement(t),
    ...random(t),
  };
}
