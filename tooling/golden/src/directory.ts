import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadFile } from './golden-case.ts';
import { type IndexEntry, parseIndex } from './golden-index.ts';

/** Where the cases are. */
export interface GoldenDirectory {
  readonly path: string;
  /** Whether it is one of the project's own two, which have all that CI requires. */
  readonly complete: boolean;
  /** Whether nobody named it. */
  readonly isDefault: boolean;
}

/** The large set beside the repository, and the small one in it. */
const shared = fileURLToPath(new URL('../../../../shared/golden', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/**
 * The directory that was asked for, else `OSTINATO_GOLDEN`, else `../shared/golden` where there is one, else the
 * repository's own `fixtures`. One that was named is never replaced by another.
 */
export function goldenDirectory(argument: string | undefined, environment: string | undefined): GoldenDirectory {
  const named = argument ?? (environment === '' ? undefined : environment);
  const path = resolve(named ?? (existsSync(shared) ? shared : fixtures));
  return { path, complete: path === shared || path === fixtures, isDefault: argument === undefined };
}

/** Reads files of a directory. */
export function filesIn(directory: string): ReadFile {
  return (file) => readFileSync(join(directory, file));
}

/** The entries of a directory's `index.json`. @throws Error when it is missing, unreadable, empty or malformed */
export function readIndex(directory: string): IndexEntry[] {
  const file = join(directory, 'index.json');
  return parseIndex(readFileSync(file, 'utf8'), file);
}
