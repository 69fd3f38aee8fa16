/**
 * Philox4x32-10, a counter-based random generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * The i-th number of a stream is a pure function of the key and the counter, so it needs no state, and every backend
 * and any number of threads gets the same bits.
 */

/** A 64-bit key in two unsigned 32-bit words. */
export type PhiloxKey = readonly [number, number];

/** Which stream of numbers: draw `draw` of a generator, at time step `step`, in call `call` of that step. */
export interface Draw {
  /** That of the generator's seed: `philoxKey(seed)`. */
  readonly key: PhiloxKey;
  /** Which draw of the generator, from 0; 32 bits. */
  readonly draw: number;
  /** The time step of a running `scan`, from 0; 0 outside. */
  readonly step: number;
  /** Which call within the step, from 1; 0 outside of a `scan`. */
  readonly call: number;
}

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** High 32 bits of a 32 x 32 bit product. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** Ten rounds of Philox on a counter of four words; writes four words into `out`. */
export function philox(c0: number, c1: number, c2: number, c3: number, key: PhiloxKey, out: Uint32Array): void {
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + weyl0) >>> 0;
    k1 = (k1 + weyl1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The key that belongs to a seed: any non-negative integer up to 2^53 - 1. */
export function philoxKey(seed: number): PhiloxKey {
  return [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
}

/**
 * Fills `out` with uniform numbers in [0, 1) that are multiples of 2^-24, the same bits in float32 and float64.
 * Element `i` of `out` is element `first + i` of the stream.
 */
export function fillUniform(out: Float32Array | Float64Array, { key, draw, step, call }: Draw, first = 0): void {
  const words = new Uint32Array(4);
  let block = -1;
  for (let i = 0; i < out.length; i++) {
    const element = first + i;
    const at = Math.floor(element / 4);
    if (at !== block) philox(at >>> 0, draw, step, call, key, words);
    block = at;
    out[i] = (words[element & 3]! >>> 8) * 2 ** -24;
  }
}

/**
 * Fills `out` with standard normal numbers by the transform of Box and Muller (1958): elements 2i and 2i + 1 of the
 * stream come from its uniform elements 2i and 2i + 1.
 */
export function fillNormal(out: Float32Array | Float64Array, draw: Draw): void {
  const uniforms = new Float64Array(out.length + (out.length & 1));
  fillUniform(uniforms, draw);
  for (let i = 0; i < out.length; i++) {
    const pair = i & ~1;
    const radius = Math.sqrt(-2 * Math.log(1 - uniforms[pair]!));
    const angle = 2 * Math.PI * uniforms[pair + 1]!;
    out[i] = radius * (i === pair ? Math.cos(angle) : Math.sin(angle));
  }
}
