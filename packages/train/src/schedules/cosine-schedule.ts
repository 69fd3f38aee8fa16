import { checkInteger, checkNumber, checkOptions } from '@ostinato/base';
import type { Schedule } from './schedule.ts';

/** Options of `cosineSchedule`. */
export interface CosineScheduleOptions {
  /** The highest rate, at least 0. */
  readonly peak: number;
  /** The step at which the lowest rate is reached. */
  readonly steps: number;
  /** Steps over which the rate rises from 0 in a straight line. Default 0. */
  readonly warmup?: number;
  /** The lowest rate. Default 0. */
  readonly floor?: number;
}

/**
 * A linear warm-up, then half a cosine down from `peak` to `floor` (SGDR, Loshchilov and Hutter 2017): torch's `CosineAnnealingLR` with
 * `T_max = steps - warmup`, the values of which it gives to the last bits; like it, it rises again if training goes on beyond `steps`.
 * @throws ArgumentError
 *
 * @example
 * const schedule = cosineSchedule({ peak: 1e-3, floor: 1e-4, warmup: 100, steps: 2000 });
 */
export function cosineSchedule(options: CosineScheduleOptions): Schedule {
  checkOptions('cosineSchedule', options, ['peak', 'steps', 'warmup', 'floor']);
  const { peak, steps, warmup = 0, floor = 0 } = options;
  checkNumber('cosineSchedule', 'peak', peak, { min: 0, below: Infinity });
  checkInteger('cosineSchedule', 'warmup', warmup, { min: 0 });
  checkInteger('cosineSchedule', 'steps', steps, { min: warmup + 1 });
  checkNumber('cosineSchedule', 'floor', floor, { min: 0, max: peak });
  return (done) => {
    if (done < warmup) return (peak * done) / warmup;
    const turned = Math.cos((Math.PI * (done - warmup)) / (steps - warmup));
    return floor + ((peak - floor) * (1 + turned)) / 2;
  };
}
