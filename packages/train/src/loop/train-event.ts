/** What a training loop tells its listeners; `step` counts updates from 1. */
export type TrainEvent<B = unknown> =
  | {
      readonly type: 'start';
      readonly step: number /** Where the loop will stop, if it is known. */;
      readonly steps?: number;
      readonly epochs?: number;
    }
  | {
      readonly type: 'step';
      readonly step: number;
      /** Passes over the data, from 1. */
      readonly epoch: number;
      /** Loss of this batch, in nats for a cross entropy. */
      readonly loss: number;
      readonly batch: B;
      /** Since the start of this loop. */
      readonly seconds: number;
    }
  | {
      readonly type: 'epoch';
      readonly epoch: number;
      readonly step: number /** Mean over the steps of the pass. */;
      readonly loss: number;
    }
  | {
      readonly type: 'end';
      readonly step: number;
      readonly epoch: number;
      readonly seconds: number;
      readonly reason: EndReason;
    };

/** Why a loop ended: all steps or epochs done, a callback said `'stop'`, the signal, an exception. */
export type EndReason = 'steps' | 'epochs' | 'stopped' | 'aborted' | 'failed';

/** Watches a loop. What it throws ends the loop. */
export type TrainListener<B = unknown> = (event: TrainEvent<B>) => void;

/** Takes part in a loop: it is awaited (evaluate, save, sample), and ends the loop by returning `'stop'`. */
export type TrainCallback<B = unknown> = (event: TrainEvent<B>) => void | 'stop' | Promise<void | 'stop'>;
