/** What a training loop tells its listeners; `step` counts updates from 1. */
export type TrainEvent<B = unknown> =
  | {
      /** The loop begins. */
      readonly type: 'start';
      /** Steps that were done before. */
      readonly step: number;
      /** Where the loop will stop, if it is known. */
      readonly steps?: number;
      /** Passes over the data after which it will stop. */
      readonly epochs?: number;
    }
  | {
      /** A batch was trained on. */
      readonly type: 'step';
      /** Steps done, this one included. */
      readonly step: number;
      /** Passes over the data, from 1. */
      readonly epoch: number;
      /** Loss of this batch, in nats for a cross entropy. */
      readonly loss: number;
      /** What was trained on. */
      readonly batch: B;
      /** Since the start of this loop. */
      readonly seconds: number;
    }
  | {
      /** A pass over the data is complete. */
      readonly type: 'epoch';
      /** Which pass, from 1. */
      readonly epoch: number;
      /** Steps done. */
      readonly step: number;
      /** Mean over the steps of the pass. */
      readonly loss: number;
    }
  | {
      /** The loop is over. */
      readonly type: 'end';
      /** Steps done. */
      readonly step: number;
      /** Complete passes over the data. */
      readonly epoch: number;
      /** Since the start of this loop. */
      readonly seconds: number;
      /** Why it ended. */
      readonly reason: EndReason;
    };

/** Why a loop ended: all steps or epochs done, a callback said `'stop'`, the signal, an exception. */
export type EndReason = 'steps' | 'epochs' | 'stopped' | 'aborted' | 'failed';

/** Watches a loop. What it throws ends the loop. */
export type TrainListener<B = unknown> = (event: TrainEvent<B>) => void;

/** Takes part in a loop: it is awaited (evaluate, save, sample), and ends the loop by returning `'stop'`. */
export type TrainCallback<B = unknown> = (event: TrainEvent<B>) => void | 'stop' | Promise<void | 'stop'>;
