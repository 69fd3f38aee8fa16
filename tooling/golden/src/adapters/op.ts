import type { Adapter } from '../check.ts';
import { Config, rowOf } from '../config.ts';
import { contractChecks } from '../contract.ts';
import { Inputs } from '../inputs.ts';
import { doubleBackward } from './double-backward.ts';
import { elementwiseOps } from './ops-elementwise.ts';
import { indexOps } from './ops-index.ts';
import { movementOps } from './ops-movement.ts';
import type { Op } from './ops-rows.ts';
import { reductionOps } from './ops-reduction.ts';
import { productOps } from './ops-product.ts';

/** By the names of the cases, which are torch's. A new op is one row in one of the tables. */
const ops: Readonly<Record<string, Op>> = {
  ...elementwiseOps,
  ...indexOps,
  ...movementOps,
  ...productOps,
  ...reductionOps,
};

/** Cases of kind `op`: outputs, and gradients with respect to inputs. */
export const opAdapter: Adapter = (golden) => {
  const { op, kwargs, ...rest } = golden.config;
  if (op === 'double_backward') return doubleBackward(golden);
  const config = new Config({ ...rest, ...(kwargs as Readonly<Record<string, unknown>> | undefined) });
  config.ignore('broadcast', 'shapes', 'formula', 'note'); // notes for the reader
  const run = rowOf('op', ops, op)(config);
  config.finish();
  const inputs = new Inputs(golden);
  const targets = new Map(inputs.entries().map(([name, input]) => [`input.${name}`, input]));
  return contractChecks(golden, targets, () => run(inputs));
};
