import { ArgumentError, ShapeError } from '@ostinato/base';
import { evenSchedule, raggedSchedule, type Schedule } from '@ostinato/program';
import { checkLengths } from '../keep-mask.ts';
import { checkTensor } from '../ops/make.ts';
import type { ScanOptions } from './types.ts';

/** When which rows run, by the options of a scan. @throws ArgumentError, ShapeError */
export function scheduleOf(options: ScanOptions, steps: number, batch: number): Schedule {
  const { lengths, mask, reverse = false } = options;
  if (lengths !== undefined && mask !== undefined) throw new ArgumentError('scan: give lengths or a mask, not both.');
  if (lengths !== undefined) {
    checkLengths('scan', lengths, batch, steps);
    if (lengths.every((length) => length === steps)) return evenSchedule(steps, batch, reverse);
    const times = Array.from(lengths, (length) => Int32Array.from({ length }, (_, t) => t));
    return raggedSchedule(steps, times, reverse);
  }
  if (mask === undefined) return evenSchedule(steps, batch, reverse);
  checkTensor('scan', 'mask', mask, 'bool');
  if (mask.shape.join() !== [batch, steps].join())
    throw new ShapeError(`scan: mask must be [batch, steps] = [${batch},${steps}], got [${mask.shape}].`);
  const keep = mask.dataSync();
  if (keep.every((value) => value === 1)) return evenSchedule(steps, batch, reverse);
  const times = Array.from({ length: batch }, (_, b) =>
    Int32Array.from(Array.from({ length: steps }, (_, t) => t).filter((t) => keep[b * steps + t] === 1)),
  );
  return raggedSchedule(steps, times, reverse);
}
