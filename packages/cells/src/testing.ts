/** Laws that any cell can be held to, whatever runs the tests. */
import { checkFunction, checkInteger, checkOptions } from '@ostinato/base';
import { batchLaws } from './laws/batch.ts';
import { gradientLaws } from './laws/gradients.ts';
import { type CellLawOptions, type Law, lawFor, type MakeCell } from './laws/law.ts';
import { leakLaws } from './laws/leaks.ts';
import { paddingLaws } from './laws/padding.ts';
import { parallelLaws } from './laws/parallel.ts';
import { shapeLaws } from './laws/shapes.ts';
import { timeLaws } from './laws/time.ts';
import { valueLaws } from './laws/values.ts';

export type { CellLawOptions, Law, MakeCell } from './laws/law.ts';

/**
 * What every cell must do, as a list of named checks for any test runner. `makeCell` makes the cell with its initial
 * values from the generator that it is given. Keep the sizes small: every value is differentiated numerically.
 *
 * ```ts
 * const backend = (float: 'float32' | 'float64') => jsBackend({ float });
 * for (const { name, check } of cellLaws((generator) => new MyCell({ inputSize: 2, hiddenSize: 3, generator }), { backend })) {
 *   it(name, check);
 * }
 * ```
 * @throws ArgumentError
 */
export function cellLaws(makeCell: MakeCell, options: CellLawOptions): Law[] {
  checkOptions('cellLaws', options, ['backend', 'batch', 'steps', 'seed']);
  const { backend, batch = 3, steps = 5, seed = 1 } = options;
  checkFunction('cellLaws', 'makeCell', makeCell);
  checkFunction('cellLaws', 'backend', backend);
  checkInteger('cellLaws', 'batch', batch, { min: 2 });
  checkInteger('cellLaws', 'steps', steps, { min: 3 });
  checkInteger('cellLaws', 'seed', seed, { min: 0 });
  const bodies = [
    ...[...shapeLaws, ...timeLaws, ...parallelLaws, ...batchLaws, ...paddingLaws],
    ...[...gradientLaws, ...valueLaws, ...leakLaws],
  ];
  return bodies.map((body) => lawFor(body, makeCell, { backend, batch, steps, seed }));
}
