import { checkFunction, checkOptions } from '@ostinato/base';
import { checkGenerator, defaultGenerator, type RandomGenerator } from './random-generator.ts';
import { runtime, synchronous } from './runtime.ts';

/** Options of `training`. */
export interface TrainingOptions {
  /** Where dropout and other layers draw from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Runs `fn` in training mode: dropout drops, batch norm updates its statistics. Outside it layers are in inference mode. */
export function training<R>(options: TrainingOptions, fn: () => R): R {
  checkOptions('training', options, ['generator']);
  checkGenerator('training', options.generator);
  checkFunction('training', 'fn', fn);
  return inMode({ generator: options.generator ?? defaultGenerator() }, 'training', fn);
}

/** Runs `fn` in inference mode, also inside `training`. */
export function inference<R>(fn: () => R): R {
  checkFunction('inference', 'fn', fn);
  return inMode(undefined, 'inference', fn);
}

function inMode<R>(mode: { generator: RandomGenerator } | undefined, where: string, fn: () => R): R {
  const state = runtime();
  const before = state.training;
  state.training = mode;
  try {
    return synchronous(where, fn());
  } finally {
    state.training = before;
  }
}

/** The generator of the surrounding `training`, or `undefined` in inference mode. */
export function trainingGenerator(): RandomGenerator | undefined {
  return runtime().training?.generator;
}
