import { randomBytes } from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileError } from './file-error.ts';
import { removeStrayFiles, temporaryPath } from './temporary-file.ts';

/** The parts of `node:fs/promises` that a write uses; tests put failing ones in their place. */
export type Files = Pick<typeof nodeFiles, 'open' | 'rename' | 'unlink' | 'realpath' | 'readlink'>;

/**
 * Replaces a file: temporary file in the same directory, fsync, rename, fsync of the directory.
 * @throws IOError with the path; the old file is intact and the temporary one removed
 */
export async function writeAtomically(
  where: string,
  path: string,
  bytes: Uint8Array,
  files: Files = nodeFiles,
): Promise<void> {
  try {
    const target = await followLinks(path, files);
    const temporary = temporaryPath(target, randomBytes(6).toString('hex'));
    await removeStrayFiles(target);
    try {
      await writeSynced(temporary, bytes, files);
      await files.rename(temporary, target);
    } catch (error) {
      await files.unlink(temporary).catch(() => {}); // it may never have been made
      throw error;
    }
    await syncDirectory(dirname(target), files);
  } catch (cause) {
    throw fileError(where, 'write', path, cause);
  }
}

/** The file that a path means in the end, whether it exists or not. */
async function followLinks(path: string, files: Files): Promise<string> {
  try {
    return await files.realpath(path);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
  const link = await files.readlink(path).catch(() => undefined);
  return link === undefined ? resolve(path) : followLinks(resolve(dirname(path), link), files);
}

async function writeSynced(path: string, bytes: Uint8Array, files: Files): Promise<void> {
  const file = await files.open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename last. Windows cannot sync directories, nor can some network file systems. */
async function syncDirectory(path: string, files: Files): Promise<void> {
  const directory = await files.open(join(path, '.'), 'r').catch(() => undefined);
  await directory?.sync().catch(() => {});
  await directory?.close();
}
