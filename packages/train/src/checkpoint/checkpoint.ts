import type { HostTensor } from '@ostinato/nn';
import type { Module, RandomGenerator, Tree } from '@ostinato/tensor';
import type { Optimizer, OptimizerState } from '../optimizers/optimizer.ts';
import type { Json } from './json.ts';

/** Everything that training changes. A `TrainStep` is one; so is `{ model }` of a loop of your own. */
export interface TrainState {
  readonly model: Module;
  readonly optimizer?: Optimizer;
  readonly generator?: RandomGenerator;
  /** Tensors carried from step to step, in arrays and plain objects. */
  carry?: Tree;
  /** Updates done. */
  steps?: number;
}

/** What is saved beside the state: all of it plain JSON, which is checked when it is saved. */
export interface CheckpointContents<J = Json | object> {
  /** Where the reading of the data stands: `position` of `repeat`. */
  readonly position?: unknown;
  /** What the model and the run were made from (sizes, data); `restore` refuses another one. */
  readonly config?: J;
  /** Anything else: a vocabulary, the best loss. */
  readonly metadata?: J;
}

/** A checkpoint read back: values on the host, no tensors yet. */
export interface Checkpoint extends CheckpointContents<Json> {
  /** Parameters and buffers by state-dict key: what `loadStateDict` takes. */
  readonly model: ReadonlyMap<string, HostTensor>;
  readonly optimizer?: OptimizerState;
  readonly generator?: { readonly seed: number; readonly draws: number };
  /** The carried tree with host values in the place of tensors. */
  readonly carry?: Tree;
  readonly steps?: number;
}

/** What the file says of itself. */
export const checkpointFormat = 'ostinato.checkpoint';
/** Version of the layout within the file; a reader refuses all others. */
export const checkpointVersion = '1';
