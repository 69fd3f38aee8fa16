import { readFile } from 'node:fs/promises';
import { FormatError, StateError, typeError } from '@ostinato/base';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { decodeCheckpoint } from '../checkpoint/decode.ts';
import { fileError } from './file-error.ts';

/**
 * Reads a checkpoint file. Give what it returns to `restore`, or its `model` to `loadStateDict`.
 * @throws IOError with the path; FormatError for a file that is cut short, damaged or no checkpoint; StateError for
 * another version of the format
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  if (typeof path !== 'string') throw typeError('loadCheckpoint', 'path', 'a string', path);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError('loadCheckpoint', 'read', path, cause);
  });
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    if (!(error instanceof FormatError || error instanceof StateError)) throw error;
    const { message, code } = error;
    const Kind = error instanceof FormatError ? FormatError : StateError;
    throw new Kind(`loadCheckpoint: ${path}: ${message}`, { code, cause: error });
  }
}
