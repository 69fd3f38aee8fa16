import { activationRows } from './activation-rows.ts';
import { creationRows } from './creation-rows.ts';
import { joinRows } from './join-rows.ts';
import type { OpRow } from './op-row.ts';
import { orderRows } from './order-rows.ts';
import { pointwiseRows } from './pointwise-rows.ts';
import { productRows } from './product-rows.ts';
import { reductionRows } from './reduction-rows.ts';
import { selectionRows } from './selection-rows.ts';
import { shapeRows } from './shape-rows.ts';
import { statisticRows } from './statistic-rows.ts';
import { windowRows } from './window-rows.ts';

/** One row for every exported op: what drives the generic tests of values, gradients, errors and leaks on any backend. */
export const opTable: readonly OpRow[] = [
  ...pointwiseRows,
  ...activationRows,
  ...shapeRows,
  ...joinRows,
  ...windowRows,
  ...reductionRows,
  ...statisticRows,
  ...orderRows,
  ...selectionRows,
  ...productRows,
  ...creationRows,
];
