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

// Halves of the multipliers, 0xd2511f53 and 0xcd9e8d57.
const high0 = 0xd251;
const low0 = 0x1f53;
const high1 = 0xcd9e;
const low1 = 0x8d57;
const weyl0 = 0x9e3779b9 | 0;
const weyl1 = 0xbb67ae85 | 0;

/**
 * Ten rounds of Philox on a counter of four words; writes four words into `out`.
 *
 * Every word is held as a signed integer, and a 64-bit product is put together from 16-bit halves: the first parameters of a program
 * are drawn before this is compiled, and an interpreter makes an object of each number beyond 31 bits.
 */
export function philox(c0: number, c1: number, c2: number, c3: number, key: PhiloxKey, out: Uint32Array): void {
  let a = c0 | 0;
  let b = c1 | 0;
  let c = c2 | 0;
  let d = c3 | 0;
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  for (let round = 0; round < 10; round++) {
    // Middle parts of both products: below 2^32 as unsigned numbers, so nothing is lost.
    const aMiddle = (Math.imul(high0, a & 0xffff) + (Math.imul(low0, a & 0xffff) >>> 16)) | 0;
    const cMiddle = (Math.imul(high1, c & 0xffff) + (Math.imul(low1, c & 0xffff) >>> 16)) | 0;
    const aOther = (Math.imul(low0, a >>> 16) + (aMiddle & 0xffff)) | 0;
    const cOther = (Math.imul(low1, c >>> 16) + (cMiddle & 0xffff)) | 0;
    const aHigh = Math.imul(high0, a >>> 16) + (aMiddle >>> 16) + (aOther >>> 16);
    const cHigh = Math.imul(high1, c >>> 16) + (cMiddle >>> 16) + (cOther >>> 16);
    const aLow = Math.imul(0xd2511f53, a);
    a = cHigh ^ b ^ k0;
    b = Math.imul(0xcd9e8d57, c);
    c = aHigh ^ d ^ k1;
    d = aLow;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
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
  for (let i = 0; i < out.length; ) {
    const element = first + i;
    philox(Math.floor(element / 4), draw, step, call, key, words);
    for (let word = element & 3; word < 4 && i < out.length; word++) out[i++] = (words[word]! >>> 8) * 2 ** -24;
  }
}

/** The first `count` uniform numbers in [0, 1) of a stream. */
export function hostUniform(count: number, draw: Draw): Float32Array {
  const values = new Float32Array(count);
  fillUniform(values, draw);
  return values;
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
