/** Laws that any sequence layer can be held to, whatever runs the tests. */
import { checkFunction, checkInteger, checkOptions, OstinatoError } from '@ostinato/base';
import { type Backend, tidy } from '@ostinato/tensor';
import { gradientLaws } from './laws/gradients.ts';
import { lawFor, type MakeSequenceLayer, type SequenceLaw, type SequenceLawOptions, withSubject } from './laws/law.ts';
import { paddingLaws } from './laws/padding.ts';
import { shapeLaws } from './laws/shapes.ts';
import { timeLaws } from './laws/time.ts';
import { valueLaws } from './laws/values.ts';

export { broken, byPath, differ, expectSame } from './laws/compare.ts';
export type { MakeSequenceLayer, SequenceLaw, SequenceLawOptions } from './laws/law.ts';

/**
 * What every layer over `[batch, steps, features]` must do, as a list of named checks for any test runner. `makeLayer` makes the layer with its
 * initial values from the generator that it is given. Keep the sizes small.
 *
 * ```ts
 * const backend = (float: 'float32' | 'float64') => jsBackend({ float });
 * for (const { name, check } of sequenceLaws((generator) => new MyLayer({ inputSize: 2, generator }), { backend })) it(name, check);
 * ```
 * @throws ArgumentError
 */
export function sequenceLaws(makeLayer: MakeSequenceLayer, options: SequenceLawOptions): SequenceLaw[] {
  checkArguments('sequenceLaws', makeLayer, options);
  checkFunction('sequenceLaws', 'backend', options.backend);
  return bodies.map((body) => lawFor(body, makeLayer, options));
}

/** Options of `checkSequenceLaws`: those of `sequenceLaws`, with one backend for all. */
export interface CheckSequenceLawsOptions extends Omit<SequenceLawOptions, 'backend'> {
  /** Where the laws run; it is not disposed. Gradients are checked against differences on one of float64 only. */
  readonly backend: Backend;
}

/**
 * Holds one layer to all laws, which is quicker: for tests that try many.
 * @throws OstinatoError that names the law and the first number that is wrong; ArgumentError
 */
export function checkSequenceLaws(makeLayer: MakeSequenceLayer, options: CheckSequenceLawsOptions): void {
  checkArguments('checkSequenceLaws', makeLayer, options);
  withSubject(makeLayer, options, (subject) => {
    for (const { name, float, check } of bodies) {
      if (float === 'float64' && subject.backend.float !== 'float64') continue;
      try {
        tidy(() => check(subject));
      } catch (error) {
        throw new OstinatoError(`${name}: ${(error as Error).message}`, { code: 'LAW', cause: error });
      }
    }
  });
}

const bodies = [...shapeLaws, ...timeLaws, ...paddingLaws, ...gradientLaws, ...valueLaws];

function checkArguments(
  where: string,
  makeLayer: MakeSequenceLayer,
  options: SequenceLawOptions | CheckSequenceLawsOptions,
): void {
  checkOptions(where, options, ['backend', 'inputSize', 'batch', 'steps', 'seed']);
  const { inputSize = 1, batch = 3, steps = 4, seed = 1 } = options;
  checkFunction(where, 'makeLayer', makeLayer);
  checkInteger(where, 'inputSize', inputSize, { min: 1 });
  checkInteger(where, 'batch', batch, { min: 3 });
  checkInteger(where, 'steps', steps, { min: 3 });
  checkInteger(where, 'seed', seed, { min: 0 });
}
