import { creationRows } from './creation-rows.ts';
import type { OpRow } from './op-row.ts';
import { pointwiseRows } from './pointwise-rows.ts';
import { productRows } from './product-rows.ts';
import { reductionRows } from './reduction-rows.ts';
import { shapeRows } from './shape-rows.ts';

/** One row for every exported op: what drives the generic tests of values, gradients, errors and leaks on any backend. */
export const opTable: readonly OpRow[] = [...pointwiseRows, ...shapeRows, ...reductionRows, ...productRows, ...creationRows];
