import type { StepRow } from '../step-row.ts';
import { inputSteps } from './inputs.ts';
import { mixingSteps } from './mixing.ts';
import { orderSteps } from './order.ts';
import { randomSteps } from './random.ts';
import { recurrentSteps } from './recurrent.ts';
import { treeSteps } from './trees.ts';
import { weightSteps } from './weights.ts';

/** All kinds of steps. */
export const stepTable: readonly StepRow[] = [
  ...recurrentSteps,
  ...weightSteps,
  ...inputSteps,
  ...randomSteps,
  ...treeSteps,
  ...orderSteps,
  ...mixingSteps,
];
