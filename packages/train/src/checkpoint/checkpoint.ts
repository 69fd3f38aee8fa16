import type { HostTensor } from '@ostinato/nn';
import type { Module, RandomGenerator, Tree } from '@ostinato/tensor';
import type { Optimizer, OptimizerState } from '../optimizers/optimizer.ts';
import type { Json } from './json.ts';

/** Everything that training changes. A `TrainStep` is one; so is `{ model }` of a loop of your own. */
export interface TrainState {
  /** What is trained. */
  readonly model: Module;
  /** What changes its parameters. Default: none is saved. */
  readonly optimizer?: Optimizer;
  /** Where dropout draws from. Default: none is saved. */
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
  /** The optimizer's state; undefined if none was saved. */
  readonly optimizer?: OptimizerState;
  /** Where the generator stood; undefined if none was saved. */
  readonly generator?: {
    /** What it was seeded with. */
    readonly seed: number;
    /** How many draws it had made. */
    readonly draws: number;
  };
  /** The carried tree with host values in the place of tensors. */
  readonly carry?: Tree;
  /** Updates done. */
  readonly steps?: number;
}

/** What the file says of itself. */
export const checkpointFormat = 'ostinato.checkpoint';
/** Version of the layout within the file; a reader refuses all others. */
export const checkpointVersion = '1';
