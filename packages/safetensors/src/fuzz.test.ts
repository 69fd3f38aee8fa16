import { OstinatoError } from '@ostinato/base';
import { expect, it } from 'vitest';
import { decodeSafetensors } from './decode.ts';
import { encodeSafetensors } from './encode.ts';

/** A small random generator for tests (a linear congruential one), uniform enough below `limit`. */
function dice(seed: number): (limit: number) => number {
  let state = (seed * 2654435761) >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * Math.max(1, limit));
  };
}

type Damage = (bytes: Uint8Array, roll: (limit: number) => number) => Uint8Array;

const poke: (reach: number, times: number) => Damage = (reach, times) => (bytes, roll) => {
  for (let i = 0; i < times; i++) bytes[roll(Math.min(reach, bytes.length))] = roll(256);
  return bytes;
};
const digits: Damage = (bytes, roll) =>
  bytes.map((byte) => (byte >= 48 && byte < 58 && roll(12) === 0 ? 48 + roll(10) : byte));
const flip: Damage = (bytes, roll) => {
  bytes[roll(bytes.length)]! ^= 1 << roll(8);
  return bytes;
};
const cut: Damage = (bytes, roll) => bytes.slice(0, roll(bytes.length));
const grow: Damage = (bytes, roll) => Uint8Array.from([...bytes, ...Array.from({ length: 16 }, () => roll(256))]);
const drop: Damage = (bytes, roll) => {
  const at = roll(bytes.length);
  return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + roll(64))]);
};
const repeat: Damage = (bytes, roll) => bytes.copyWithin(roll(bytes.length), roll(bytes.length), roll(bytes.length));
const extreme: Damage = (bytes, roll) => {
  const at = roll(64);
  return bytes.fill([0, 1, 0x7f, 0x80, 0xff][roll(5)]!, at, at + 8);
};
const swap: Damage = (bytes, roll) => {
  const text = '{}[],:"\\ -.e0';
  for (let i = 0; i < 3; i++) bytes[8 + roll(400)] = text.charCodeAt(roll(text.length));
  return bytes;
};
const damages: readonly Damage[] = [
  poke(256, 8),
  poke(8, 2),
  poke(1e9, 4),
  digits,
  flip,
  cut,
  grow,
  drop,
  repeat,
  extreme,
  swap,
];

it('a damaged file loads or throws an OstinatoError, for 300 seeds', () => {
  const valid = encodeSafetensors(
    [
      ['lstm.weight_ih_l0', { dtype: 'F32', shape: [8, 4], data: new Float32Array(32).fill(0.5) }],
      ['half', { dtype: 'F16', shape: [3], data: Float32Array.of(1, 2, 3) }],
      ['ids', { dtype: 'I64', shape: [2], data: BigInt64Array.of(1n, -1n) }],
      ['empty', { dtype: 'F32', shape: [0, 10], data: new Float32Array(0) }],
    ],
    { step: '10', config: '{"hiddenSize":2}' },
  );
  const start = performance.now();
  let refused = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const damaged = damages[seed % damages.length]!(valid.slice(), dice(seed));
    try {
      const { tensors } = decodeSafetensors(damaged);
      const bytes = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
      expect(bytes).toBeLessThanOrEqual(2 * damaged.length); // F16 doubles
    } catch (error) {
      refused++;
      if (!(error instanceof OstinatoError)) throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  expect(performance.now() - start).toBeLessThan(2000);
  expect(refused).toBeGreaterThan(150);
});
