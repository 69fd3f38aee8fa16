// Bits of float32 numbers to try. A source fills an array with the next of them and says how many; 0 at its end.

/** @typedef {(target: Uint32Array) => number} Source */
/** @typedef {(a: Float32Array, b: Float32Array) => number} PairSource */

/**
 * One float in each of `count` equal stretches of bits, so as many for each exponent; the same for the same seed.
 * @param {number} count
 * @returns {Source}
 */
export function sampled(count, seed = 1) {
  const stretch = 2 ** 32 / count;
  let state = seed;
  let next = 0;
  return (target) => {
    const size = Math.min(target.length, count - next);
    for (let i = 0; i < size; i++, next++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      target[i] = next * stretch + ((state >>> 0) / 2 ** 32) * stretch;
    }
    return size;
  };
}

/**
 * Random floats, each exponent as likely as each other, in pairs; with `span`, `b` is such that a ** b is no further
 * from 1 than about 2 ** span, or 2 ** -span.
 * @param {number} count @param {number} seed @param {number} [span]
 * @returns {PairSource}
 */
export function randomPairs(count, seed, span) {
  let left = count;
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0; // mulberry32
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  return (a, b) => {
    const [aBits, bBits] = [a, b].map((array) => new Uint32Array(array.buffer, array.byteOffset, array.length));
    const size = Math.min(a.length, left);
    for (let i = 0; i < size; i++) {
      aBits[i] = random();
      if (span === undefined) bBits[i] = random();
      else b[i] = ((random() / 2 ** 31 - 1) * span) / Math.log2(a[i]);
    }
    left -= size;
    return size;
  };
}

/** Numbers that two-operand functions make exceptions for. */
const specials = [
  ...[0, 2 ** -149, 2 ** -126, 1e-10, 1 / 3, 0.5, 0.999999940395, 1, 1.00000011921, 1.5, 2, 3, 4, 8, 1000, 1001],
  ...[2 ** 24 - 1, 2 ** 24, 2 ** 53, 1e30, 2 ** 128 - 2 ** 104, Infinity, NaN],
].flatMap((x) => [x, -x]);

/**
 * Every special number with every other.
 * @returns {PairSource}
 */
export function specialPairs() {
  let left = specials.length ** 2;
  return (a, b) => {
    const size = left;
    for (let i = 0; i < size; i++) {
      a[i] = specials[i % specials.length];
      b[i] = specials[Math.floor(i / specials.length)];
    }
    left = 0;
    return size;
  };
}

/**
 * All floats with bits from `first` to below `end`.
 * @param {number} first @param {number} end
 * @returns {Source}
 */
export function everyBetween(first, end) {
  let next = first;
  return (target) => {
    const size = Math.min(target.length, end - next);
    for (let i = 0; i < size; i++) target[i] = next + i;
    next += size;
    return size;
  };
}

/** Where formulas change, cancel, overflow or vanish. */
const centers = [
  ...[0, 2 ** -149, 2 ** -126, 2 ** -25, 2 ** -24, 2 ** -12, 2 ** 23, 2 ** 24, 2 ** 25, 2 ** 27, 2 ** 128 - 2 ** 104],
  ...[Infinity, NaN, 0.5, Math.SQRT1_2, 1, Math.SQRT2, 2, 4, Math.SQRT2 - 1, Math.SQRT2 + 1, 0.5493, 3.92, 9.02],
  ...[16.635532, 17.3286795, 87.33655, 88.02969, 88.72284, 89.4159851, 102.9, 103.2789, 103.97208],
  ...Array.from({ length: 150 }, (_, k) => (k * Math.LN2) / 2),
  ...Array.from({ length: 64 }, (_, k) => ((k + 1) * Math.PI) / 4),
  ...Array.from({ length: 40 }, (_, k) => Math.PI * 2 ** (k + 4)),
];

/**
 * `reach` floats on either side of special numbers and of their negatives.
 * @returns {Source}
 */
export function neighborhoods(reach = 200) {
  const middles = new Uint32Array(Float32Array.from(centers).buffer);
  const width = 2 * reach + 1;
  let next = 0;
  return (target) => {
    const size = Math.min(target.length, 2 * width * middles.length - next);
    for (let i = 0; i < size; i++, next++) {
      const middle = middles[Math.floor(next / width) >> 1];
      target[i] = middle - reach + (next % width) + (Math.floor(next / width) & 1) * 2 ** 31;
    }
    return size;
  };
}
