import type { HostTensor } from '@ostinato/nn';
import type { Parameter, Tensor } from '@ostinato/tensor';
import type { Json } from '../checkpoint/json.ts';

/** Gradients by state-dict key, as `valueAndGrad` gives them for a module; `undefined` where nothing was reached. */
export type GradientMap = ReadonlyMap<string, Tensor<'float32'> | undefined>;

/** What an optimizer remembers between steps: what a checkpoint holds of it. */
export interface OptimizerState {
  /** Which optimizer it belongs to: `sgd`, `adam`, `groups`. */
  readonly kind: string;
  /** Options, step counts and the learning rate. */
  readonly json: Json;
  /** Slots such as `encoder.weight.exp_avg`, with torch's names. The live boxes, or host values read from a file. */
  readonly tensors: ReadonlyMap<string, Tensor | HostTensor>;
}

/**
 * Changes parameters by their gradients. Made by `sgd`, `adam`, `groups`; one optimizer serves one model.
 * `trainStep` calls `init` and `update`; a loop of your own does it itself.
 */
export interface Optimizer {
  /** `sgd`, `adam`... */
  readonly kind: string;
  /** The step size; may be set between steps. In `groups` it is a factor on the rates of all groups. */
  learningRate: number;
  /**
   * Binds the optimizer to a model's parameters, as `namedParameters(model)` gives them. Slots take memory from a
   * parameter's first gradient on. Again with the same parameters it does nothing.
   * @throws StateError when it is bound to others
   */
  init(parameters: ReadonlyMap<string, Parameter>): void;
  /**
   * Writes parameters and slots in place. Parameters without a gradient, and frozen ones, stay as they are.
   * @throws StateError before `init` or for a gradient of an unknown key, ShapeError; nothing is written then
   */
  update(gradients: GradientMap): void;
  /** What to save; slots that no gradient has reached are left out. @throws StateError before `init` */
  state(): OptimizerState;
  /** Throws what `load` would throw, and changes nothing. */
  check(state: OptimizerState): void;
  /** Takes over a saved state, all or nothing. @throws StateError naming what differs */
  load(state: OptimizerState): void;
  /** Frees the slots. */
  dispose(): void;
}
