import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { peersFolder } from '../locations.ts';
import { integerValues, uniformValues } from './generator.ts';

const harness = join(peersFolder, 'lib.mjs');

it('gives the first numbers of the generator, worked out with whole numbers of any size', () => {
  let x = 7n;
  const next = () => {
    x = (x * 1664525n + 1013904223n) % 2n ** 32n;
    return Number(x >> 8n) / 2 ** 24;
  };
  const expected = [next(), next(), next()];
  expect([...uniformValues(3, 7)]).toEqual(expected.map((draw) => Math.fround(draw * 2 - 1)));
  expect([...integerValues(3, 7, 65)]).toEqual(expected.map((draw) => Math.floor(draw * 65)));
});

it.runIf(existsSync(harness))("gives the numbers of the peers' harness, bit for bit", async () => {
  interface Harness {
    rnd(count: number, seed: number): Float32Array;
    rndInt(count: number, seed: number, limit: number): Int32Array;
  }
  const { rnd, rndInt } = (await import(/* @vite-ignore */ pathToFileURL(harness).href)) as Harness;
  for (const seed of [0, 1, 2, 0xffff_ffff]) {
    expect(uniformValues(1000, seed)).toEqual(rnd(1000, seed));
    expect(integerValues(1000, seed, 65)).toEqual(rndInt(1000, seed, 65));
  }
});
