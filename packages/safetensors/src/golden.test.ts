import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FormatError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode.ts';

// The independent set of hostile and unusual files. The same list, made here, always runs: see decode.test.ts.
const named = process.env['OSTINATO_GOLDEN'];
const root = named ?? fileURLToPath(new URL('../../../../shared/golden', import.meta.url));
const index = join(root, 'malformed', 'index.json');

interface Case {
  readonly id: string;
  readonly format: string;
  readonly file: string;
  readonly expect: 'error' | 'ok' | 'either';
  readonly tensors?: Record<string, { shape: number[]; data: (number | string)[] }>;
}

const numberOf = (value: number | string): number => (typeof value === 'number' ? value : Number(special[value]));
const special: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: Number.NaN };

function check(each: Case): void {
  const bytes = new Uint8Array(readFileSync(join(root, each.file)));
  const load = (): ReturnType<typeof decodeSafetensors> => decodeSafetensors(bytes);
  if (each.expect === 'error') {
    expect(load).toThrow(FormatError);
    expect(load).toThrow(expect.objectContaining({ code: expect.stringMatching(/^FORMAT_[A-Z_]+$/) }));
    return;
  }
  const { tensors } = load(); // files that may be refused are accepted too
  for (const [name, { shape, data }] of Object.entries(each.tensors ?? {})) {
    expect(tensors.get(name)?.shape).toEqual(shape);
    expect(Array.from(tensors.get(name)!.data, Number)).toEqual(data.map(numberOf));
  }
}

describe.skipIf(named === undefined && !existsSync(index))('the golden set', () => {
  const all = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as { cases: Case[] }).cases : [];
  const cases = all.filter(({ format }) => format === 'safetensors');

  it('is there', () => expect(cases.length).toBeGreaterThan(0));

  for (const each of cases) it(`${each.expect}: ${each.id}`, () => check(each));
});
