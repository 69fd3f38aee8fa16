import { IOError } from '@ostinato/base';

const causes: Partial<Record<string, string>> = {
  ENOENT: 'it, or a directory in its path, does not exist',
  ENOTDIR: 'a part of its path is no directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would exceed the largest file allowed',
  ELOOP: 'its symbolic links form a circle',
};

/** An `IOError` from what the file system threw: where, which path, why; its code is `IO_` and the system's. */
export function fileError(where: string, doing: string, path: string, cause: unknown): IOError {
  const { code = 'UNKNOWN', message } = cause as { code?: string; message?: string };
  return new IOError(`${where}: cannot ${doing} ${path}: ${causes[code] ?? message} (${code}).`, {
    code: `IO_${code}`,
    cause,
  });
}
