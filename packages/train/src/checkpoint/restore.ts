import { checkOptions, type DType, type HostArray, StateError, typeError } from '@ostinato/base';
import { type HostTensor, loadStateDict, stateDict } from '@ostinato/nn';
import { getBackend, tensor, tidy, type Tree } from '@ostinato/tensor';
import type { Checkpoint, TrainState } from './checkpoint.ts';
import { checkJson, isRecord, type Json, sameJson } from './json.ts';

/** Options of `restore`. */
export interface RestoreOptions {
  /** What the model and the run are made from now; it must equal what was saved. Default: not compared. */
  readonly config?: Json | object;
}

/**
 * Puts a checkpoint into a training state: weights, optimizer, generator, carried state and step count. All or nothing:
 * every part that the state has is checked before the first is written. The seed of the generator must be the saved one.
 * @throws StateError naming both sides: another config, optimizer or seed, missing, unexpected or misshapen weights
 *
 * @example
 * const checkpoint = await loadCheckpoint('model.ckpt');
 * restore(step, checkpoint, { config });
 * const reading = repeat(windows, { from: checkpoint.position as Position });
 */
export function restore(state: TrainState, checkpoint: Checkpoint, options: RestoreOptions = {}): void {
  checkOptions('restore', options, ['config'], ['config']);
  if (typeof state?.model !== 'object')
    throw typeError('restore', 'state', 'a train step or { model, optimizer, ... }', state);
  if (!(checkpoint?.model instanceof Map))
    throw typeError('restore', 'checkpoint', 'what decodeCheckpoint or loadCheckpoint gave', checkpoint);
  checkConfig(options.config && checkJson('restore', 'config', options.config), checkpoint.config);
  checkModel(state, checkpoint);
  checkGenerator(state, checkpoint);
  const { optimizer, generator } = state;
  if (optimizer !== undefined) {
    if (checkpoint.optimizer === undefined)
      throw new StateError('restore: the checkpoint has no optimizer state. Restore { model } alone.');
    optimizer.check(checkpoint.optimizer);
  }
  const carry = carriedTensors(state, checkpoint.carry);
  loadStateDict(state.model, checkpoint.model);
  if (checkpoint.optimizer !== undefined) optimizer?.load(checkpoint.optimizer);
  if (generator !== undefined) generator.draws = checkpoint.generator!.draws;
  if ('carry' in state || carry !== undefined) state.carry = carry;
  if ('steps' in state || checkpoint.steps !== undefined) state.steps = checkpoint.steps ?? 0;
}

function checkConfig(now: Json | undefined, saved: Json | undefined): void {
  if (now === undefined || sameJson(now, saved)) return;
  const all = isRecord(now) && isRecord(saved) ? [...new Set([...Object.keys(now), ...Object.keys(saved)])] : [];
  const differing = all.filter(
    (key) => !sameJson((now as Record<string, Json>)[key], (saved as Record<string, Json>)[key]),
  );
  const pick = (of: Json | undefined): string =>
    all.length === 0
      ? JSON.stringify(of)
      : differing.map((key) => `${key} ${JSON.stringify((of as Record<string, Json>)[key])}`).join(', ');
  throw new StateError(
    `restore: the checkpoint was made with ${pick(saved)}, this run has ${pick(now)}. Use the same settings, or start anew.`,
    {
      code: 'STATE_CONFIG',
    },
  );
}

/** What `loadStateDict` would refuse, found before anything else is written. */
function checkModel({ model }: TrainState, checkpoint: Checkpoint): void {
  const own = stateDict(model);
  const missing = [...own.keys()].filter((key) => !checkpoint.model.has(key));
  const unexpected = [...checkpoint.model.keys()].filter((key) => !own.has(key));
  const misfits = [...own].flatMap(([key, { shape, dtype }]) => {
    const saved = checkpoint.model.get(key);
    if (saved === undefined || (saved.shape.join() === shape.join() && saved.dtype === dtype)) return [];
    return [`${key} is ${saved.dtype} [${saved.shape}] in the checkpoint, ${dtype} [${shape}] in the model`];
  });
  const problems = [
    ...(missing.length > 0 ? [`missing in the checkpoint: ${missing.join(', ')}`] : []),
    ...(unexpected.length > 0 ? [`missing in the model: ${unexpected.join(', ')}`] : []),
    ...misfits,
  ];
  if (problems.length > 0)
    throw new StateError(`restore: the checkpoint is of another model; ${problems.join('; ')}. Nothing was loaded.`);
}

function checkGenerator({ generator }: TrainState, { generator: saved }: Checkpoint): void {
  if (generator === undefined) return;
  if (saved === undefined)
    throw new StateError('restore: the checkpoint has no generator. Restore a state without one.');
  if (saved.seed === generator.seed) return;
  throw new StateError(
    `restore: the checkpoint's generator has seed ${saved.seed}, this one has ${generator.seed}. Make it with the saved seed.`,
  );
}

function carriedTensors({ model }: TrainState, carry: Tree): Tree {
  const backend = stateDict(model).values().next().value?.backend ?? getBackend();
  return tidy(() =>
    toTensors(carry, (value) => tensor(value.data as HostArray, value.shape, { dtype: value.dtype as DType, backend })),
  );
}

function toTensors(tree: Tree, make: (value: HostTensor) => unknown): Tree {
  if (Array.isArray(tree)) return tree.map((part) => toTensors(part, make));
  if (!isRecord(tree)) return tree;
  if (ArrayBuffer.isView(tree.data)) return make(tree as unknown as HostTensor);
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, toTensors(part, make)]));
}
