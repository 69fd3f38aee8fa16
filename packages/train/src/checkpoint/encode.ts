import { checkOptions, type DType, type HostArray, typeError } from '@ostinato/base';
import { stateDict } from '@ostinato/nn';
import { encodeSafetensors, type TensorEntry } from '@ostinato/safetensors';
import { Tensor } from '@ostinato/tensor';
import { treeToJson } from './carried-tree.ts';
import { checkpointFormat, type CheckpointContents, checkpointVersion, type TrainState } from './checkpoint.ts';
import { blankChecksum, checksumKey, sealChecksum } from './checksum.ts';
import { checkJson } from './json.ts';

function entryOf(dtype: DType, shape: readonly number[], data: HostArray): TensorEntry {
  if (data instanceof Float64Array) return { dtype: 'F64', shape, data };
  if (data instanceof Int32Array) return { dtype: 'I32', shape, data };
  if (data instanceof Uint8Array) return { dtype: dtype === 'bool' ? 'BOOL' : 'U8', shape, data };
  return { dtype: 'F32', shape, data };
}

/** Everything of a state that is no tensor; `collect` gets the tensors by their names in the file. */
function contentsJson(
  state: TrainState,
  contents: CheckpointContents,
  collect: (name: string, tensor: Tensor) => void,
): string {
  for (const [key, box] of stateDict(state.model)) collect(`model.${key}`, box);
  const optimizer = state.optimizer?.state();
  for (const [name, slot] of optimizer?.tensors ?? []) if (slot instanceof Tensor) collect(`optimizer.${name}`, slot);
  const { generator, carry, steps } = state;
  const { position, config, metadata } = contents;
  return JSON.stringify({
    ...(optimizer && { optimizer: { kind: optimizer.kind, json: optimizer.json } }),
    ...(generator && { generator: { seed: generator.seed, draws: generator.draws } }),
    ...(carry !== undefined && { carry: treeToJson(carry, collect) }),
    ...(steps !== undefined && { steps }),
    ...(position !== undefined && { position: checkJson('encodeCheckpoint', 'position', position) }),
    ...(config !== undefined && { config: checkJson('encodeCheckpoint', 'config', config) }),
    ...(metadata !== undefined && { metadata: checkJson('encodeCheckpoint', 'metadata', metadata) }),
  });
}

/**
 * A checkpoint as the bytes of one safetensors file: weights as `model.KEY`, slots as `optimizer.KEY.SLOT`, the carried
 * state as `carry.PATH`; the rest is JSON in the metadata, with a format version and a CRC-32 of the whole file. All
 * values are those at the time of the call, whatever training does while they are read back.
 * @throws ArgumentError for a position, config or metadata that is not plain JSON
 *
 * @example
 * const bytes = await encodeCheckpoint(step, { position: reading.position, config, metadata: { bestLoss } });
 */
export async function encodeCheckpoint(
  state: TrainState,
  contents: CheckpointContents = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if ((typeof state !== 'object' && typeof state !== 'function') || state?.model === undefined) {
    throw typeError('encodeCheckpoint', 'state', 'a train step or { model, optimizer, ... }', state);
  }
  checkOptions('encodeCheckpoint', contents, ['position', 'config', 'metadata'], ['position', 'config', 'metadata']);
  const tensors = new Map<string, Tensor>();
  const json = contentsJson(state, contents, (name, tensor) => tensors.set(name, tensor));
  const entries = await Promise.all(
    [...tensors].map(
      async ([name, tensor]) => [name, entryOf(tensor.dtype, tensor.shape, await tensor.data())] as const,
    ),
  );
  const file = encodeSafetensors(entries, {
    format: checkpointFormat,
    version: checkpointVersion,
    [checksumKey]: blankChecksum,
    contents: json,
  });
  sealChecksum(file);
  return file;
}
