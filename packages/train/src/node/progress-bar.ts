import process from 'node:process';
import { checkFunction, checkNumber, checkOptions, typeError } from '@ostinato/base';
import { batchElements } from '../loop/batch-tensors.ts';
import type { TrainEvent, TrainListener } from '../loop/train-event.ts';
import { progressLine } from './progress-line.ts';

/** Where the bar is drawn: `process.stderr`, `process.stdout`, or a stand-in. */
export interface ProgressStream {
  /** Whether it is a terminal, where the bar is one line that is drawn anew. */
  readonly isTTY?: boolean | undefined;
  /** 0 or undefined, as of a terminal that does not tell, counts as 80. */
  readonly columns?: number | undefined;
  /** Takes a piece of text. */
  write(text: string): unknown;
}

/** Options of `progressBar`. */
export interface ProgressBarOptions<B = unknown> {
  /** Default: `process.stderr`. */
  readonly stream?: ProgressStream;
  /** What a batch counts for; tokens a second are its sum over the time. Default: the elements of its first array. */
  readonly count?: (batch: B) => number;
  /** What is counted. Default `'tokens'`. */
  readonly unit?: string;
  /** Name of the unit that a loss in nats is also shown in as bits, such as `'character'`. Default: nats only. */
  readonly bitsPer?: string;
  /** Seconds between two lines where the stream is no terminal. Default 5. */
  readonly interval?: number;
}

/** Seconds between two drawings in a terminal. */
const frame = 0.1;
/** The speed is that of about the last this many seconds, so that a slow start does not tell for long. */
const memory = 10;

/**
 * A progress bar as a listener of `fit`: step, mean loss since the last drawing, speed, time left. In a terminal one line that is
 * drawn anew; elsewhere a plain line every `interval` seconds, and the last.
 *
 * @example
 * await fit(step, data, { steps: 1000, onEvent: progressBar({ bitsPer: 'character' }) });
 */
export function progressBar<B = unknown>(options: ProgressBarOptions<B> = {}): TrainListener<B> {
  checkOptions('progressBar', options, ['stream', 'count', 'unit', 'bitsPer', 'interval']);
  const { stream = process.stderr, count = batchElements, unit = 'tokens', bitsPer, interval = 5 } = options;
  checkFunction('progressBar', 'count', count);
  for (const [name, text] of Object.entries({ unit, bitsPer })) {
    if (text !== undefined && typeof text !== 'string') throw typeError('progressBar', name, 'a string', text);
  }
  checkNumber('progressBar', 'interval', interval, { above: 0 });
  const live = stream.isTTY === true;
  let progress = beginning(0, undefined);
  const draw = (seconds: number, last: boolean): void => {
    const line = progressLine({ ...progress, unit, bitsPer, columns: live ? (stream.columns || 80) - 1 : undefined });
    stream.write(live ? `\r${line}\x1b[K${last ? '\n' : ''}` : `${line}\n`);
    Object.assign(progress, { drawn: seconds, shown: progress.step, losses: 0, lossCount: 0 });
  };
  return (event: TrainEvent<B>): void => {
    if (event.type === 'start') progress = beginning(event.step, event.steps);
    if (event.type === 'end' && progress.step !== progress.shown) draw(event.seconds, true);
    else if (event.type === 'end' && live && progress.drawn > 0) stream.write('\n');
    if (event.type !== 'step') return;
    advance(progress, event, count(event.batch));
    if (event.seconds - progress.drawn >= (live ? frame : interval)) draw(event.seconds, false);
  };
}

/** What a bar remembers of a loop. */
interface Progress {
  step: number;
  steps: number | undefined;
  loss: number;
  losses: number;
  lossCount: number;
  seconds: number;
  /** Running means over about `memory` seconds: units and steps a second. */
  rate: number;
  stepRate: number;
  drawn: number;
  shown: number;
}

function beginning(step: number, steps: number | undefined): Progress {
  return { step, steps, loss: NaN, losses: 0, lossCount: 0, seconds: 0, rate: 0, stepRate: 0, drawn: 0, shown: step };
}

function advance(progress: Progress, event: TrainEvent & { type: 'step' }, count: number): void {
  const elapsed = Math.max(event.seconds - progress.seconds, 1e-9);
  const old = progress.seconds === 0 ? 0 : Math.exp(-elapsed / Math.min(memory, event.seconds));
  progress.rate = old * progress.rate + (1 - old) * (count / elapsed);
  progress.stepRate = old * progress.stepRate + (1 - old) / elapsed;
  progress.losses += event.loss;
  progress.lossCount++;
  progress.loss = progress.losses / progress.lossCount;
  progress.seconds = event.seconds;
  progress.step = event.step;
}
