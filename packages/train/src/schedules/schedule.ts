import { checkFunction, typeError } from '@ostinato/base';
import type { TrainCallback } from '../loop/train-event.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** The learning rate of the step that comes after `done` steps. */
export type Schedule = (done: number) => number;

/**
 * A callback for `fit` that sets an optimizer's rate before the first and after every step. A resumed run goes on where it was: the rate
 * depends on the number of steps alone.
 * @throws ArgumentError
 *
 * @example
 * await fit(step, data, { steps: 2000, callbacks: [followSchedule(optimizer, schedule)] });
 */
export function followSchedule(optimizer: Optimizer, schedule: Schedule): TrainCallback {
  if (typeof optimizer?.update !== 'function')
    throw typeError('followSchedule', 'optimizer', 'an optimizer such as adamW()', optimizer);
  checkFunction('followSchedule', 'schedule', schedule);
  return (event) => {
    if (event.type === 'start' || event.type === 'step') optimizer.learningRate = schedule(event.step);
  };
}
