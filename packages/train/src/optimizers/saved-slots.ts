import { checkNumber, describe, StateError } from '@ostinato/base';
import type { HostTensor } from '@ostinato/nn';
import { Tensor } from '@ostinato/tensor';
import { isRecord, type Json, sameJson } from '../checkpoint/json.ts';
import type { OptimizerState } from './optimizer.ts';

/** A saved slot: a live box or host values. */
export type SlotValue = Tensor<'float32'> | Float32Array | Float64Array;

/** The numbers of a saved state. */
export interface SavedNumbers {
  readonly learningRate: number;
  /** Gradients seen, by state-dict key. */
  readonly steps: ReadonlyMap<string, number>;
}

/** Checks kind, options and step counts of a saved state. @throws StateError naming both sides */
export function checkSaved(kind: string, options: Readonly<Record<string, Json>>, state: OptimizerState): SavedNumbers {
  if (state.kind !== kind) {
    throw new StateError(
      `${kind}: the saved state is of optimizer ${describe(state.kind)}, this is "${kind}". Use the same optimizer.`,
    );
  }
  const saved = isRecord(state.json) ? (state.json as Record<string, Json>) : {};
  const before = isRecord(saved.options) ? (saved.options as Record<string, Json>) : {};
  const other = Object.keys(options).find((name) => !sameJson(options[name], before[name]));
  if (other !== undefined) {
    const [then, now] = [before[other], options[other]].map((value) => JSON.stringify(value));
    throw new StateError(
      `${kind}: the saved state was made with ${other} ${then}, this optimizer has ${now}. Use the same options.`,
    );
  }
  const steps = new Map(Object.entries(isRecord(saved.steps) ? saved.steps : {}));
  for (const [key, step] of steps) {
    if (!Number.isSafeInteger(step) || (step as number) < 1)
      throw new StateError(`${kind}: the saved step count of "${key}" is ${describe(step)}.`);
  }
  const learningRate = checkNumber(kind, 'the saved learningRate', saved.learningRate, { min: 0, below: Infinity });
  return { learningRate, steps: steps as Map<string, number> };
}

/** One slot of a saved state. @throws StateError when it is missing or of another shape */
export function savedSlot(name: string, state: OptimizerState, shape: readonly number[]): SlotValue {
  const value = state.tensors.get(name);
  if (value === undefined) throw new StateError(`${state.kind}: the saved state lacks "${name}".`);
  if (value.shape.join() !== shape.join()) {
    throw new StateError(
      `${state.kind}: "${name}" was saved with shape [${value.shape}], the parameter has [${shape}].`,
    );
  }
  if (value instanceof Tensor) return value as Tensor<'float32'>;
  const { data } = value as HostTensor;
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
}
