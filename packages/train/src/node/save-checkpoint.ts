import { typeError } from '@ostinato/base';
import type { CheckpointContents, TrainState } from '../checkpoint/checkpoint.ts';
import { encodeCheckpoint } from '../checkpoint/encode.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Saves a checkpoint to a file, atomically: whatever happens, power failure included, `path` holds the old checkpoint or
 * the new one, whole. The values are those at the time of the call. Temporary files of saves that died are removed. A
 * symbolic link stays one; its target is replaced. Several writers may save to one path: the last to finish wins.
 * @throws IOError with the path (missing directory, read-only, disk full...): the old file is intact then;
 * ArgumentError for contents that are not plain JSON
 *
 * @example
 * await saveCheckpoint('model.ckpt', step, { position: reading.position, config });
 */
export async function saveCheckpoint(
  path: string,
  state: TrainState,
  contents: CheckpointContents = {},
): Promise<void> {
  if (typeof path !== 'string') throw typeError('saveCheckpoint', 'path', 'a string', path);
  await writeAtomically('saveCheckpoint', path, await encodeCheckpoint(state, contents));
}
