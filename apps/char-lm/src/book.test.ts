import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, IOError } from '@ostinato/base';
import { afterAll, describe, expect, it } from 'vitest';
import { readBook } from './book.ts';

const folder = mkdtempSync(join(tmpdir(), 'char-lm-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, `${Math.random()}.txt`);
  writeFileSync(path, content);
  return path;
}

describe('readBook', () => {
  it('reads the chapters of Moby Dick, once each', async () => {
    const text = await readBook(undefined);
    expect(text.length).toBe(1_189_518);
    expect(text.match(/Call me Ishmael/g)).toHaveLength(1);
    expect(new Set(text).size).toBe(81);
  });

  it('reads any UTF-8 text as it is', async () => {
    const text = '\uFEFFé—🐋\r\n'.repeat(300);
    expect(await readBook(file(text))).toBe(text);
  });

  it.each([
    [file(''), DataError, 'is too short: 0 characters, at least 1000 are needed'],
    [file('short'), DataError, 'is too short'],
    [file(new Uint8Array(5000)), DataError, 'is not text: it contains NUL bytes'],
    [file(new Uint8Array(5000).fill(0xff)), DataError, 'is not UTF-8 text'],
    [join(folder, 'missing.txt'), IOError, 'Cannot read'],
    [folder, IOError, 'Cannot read'],
  ])('refuses %s in one line', async (path, Kind, message) => {
    const error = await readBook(path).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(Kind);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('\n');
  });
});
