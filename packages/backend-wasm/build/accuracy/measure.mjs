// Errors of the built kernels against double precision, in units of the last place (ULP) of a float32.
import { readFileSync } from 'node:fs';

/**
 * @typedef {import('./inputs.mjs').Source} Source
 * @typedef {import('./inputs.mjs').PairSource} PairSource
 * @typedef {Awaited<ReturnType<typeof loadKernels>>} Kernels
 * @typedef {object} Accuracy
 * @property {number} inputs How many were tried.
 * @property {number} exact How many gave the float that is nearest to the true result.
 * @property {number} ulp The largest error of the others.
 * @property {string} where Where that is.
 * @property {string[]} wrong Where NaN, Infinity or a zero's sign is not as it shall be: the first ten.
 */

const chunk = 1 << 15;
const pageBytes = 65_536;

/** Kernels of one binary on a memory of their own, and arrays for their operands. */
export async function loadKernels(variant = 'simd') {
  const memory = new WebAssembly.Memory({ initial: 32, maximum: 65_536, shared: variant.endsWith('shared') });
  const binary = readFileSync(new URL(`../../src/binary/${variant}.wasm`, import.meta.url));
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory, scratch: pageBytes } });
  const [a, b, out] = [16, 18, 20].map((page) => page * pageBytes);
  return {
    kernels: /** @type {Record<string, (...args: number[]) => void>} */ (/** @type {unknown} */ (instance.exports)),
    a: new Float32Array(memory.buffer, a, chunk),
    b: new Float32Array(memory.buffer, b, chunk),
    out: new Float32Array(memory.buffer, out, chunk),
    addresses: { a, b, out },
  };
}

/** One over the ULP of a float32 by the exponent of a double; denormals have the ULP of the smallest normal one. */
const inverseUlps = Float64Array.from({ length: 2048 }, (_, e) => 2 ** -Math.max(e - 1023 - 23, -149));
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * The distance of a float32 from what it should be; NaN where NaN, Infinity or a zero's sign differ. Infinity beside
 * a number counts as 2 ** 128, the float that would come next.
 * @param {number} got @param {number} wanted
 */
export function ulpError(got, wanted) {
  if (Object.is(got, wanted)) return 0;
  if (!Number.isFinite(wanted) || Number.isNaN(got)) return NaN;
  if (got === 0 && Object.is(got, -0) !== (wanted < 0 || Object.is(wanted, -0))) return NaN;
  if (Math.abs(wanted) >= 2 ** 128) return Math.abs(got) === Infinity && got > 0 === wanted > 0 ? 0 : NaN;
  double[0] = wanted;
  const held = Math.abs(got) === Infinity ? Math.sign(got) * 2 ** 128 : got;
  return Math.abs(held - wanted) * inverseUlps[(words[1] >>> 20) & 2047];
}

/** @returns {Accuracy} */
const noInputs = () => ({ inputs: 0, exact: 0, ulp: 0, where: '', wrong: [] });

/** @param {number} x */
const text = (x) => (Object.is(x, -0) ? '-0' : String(x));

/** @param {Accuracy} found @param {string} name @param {number[]} inputs @param {number} got @param {number} wanted */
function record(found, name, inputs, got, wanted) {
  const ulp = ulpError(got, wanted);
  if (ulp <= found.ulp) return;
  const where = `${name}(${inputs.map(text).join(', ')}) is ${text(got)}, not ${text(wanted)}`;
  if (!Number.isNaN(ulp)) Object.assign(found, { ulp, where });
  else if (found.wrong.length < 10) found.wrong.push(where);
}

/**
 * The errors of a `unary` kernel.
 * @param {Kernels} subject @param {string} name
 * @param {(x: number) => number} reference @param {Source} source
 */
export function measureUnary({ kernels, a, out, addresses }, name, reference, source) {
  const kernel = kernels[`unary_${name}`];
  const bits = new Uint32Array(a.buffer, a.byteOffset, a.length);
  const found = noInputs();
  for (let count = source(bits); count > 0; count = source(bits)) {
    kernel(addresses.out, addresses.a, 1, count, count, count);
    for (let i = 0; i < count; i++) {
      const wanted = reference(a[i]);
      if (Object.is(out[i], Math.fround(wanted))) found.exact++;
      else record(found, name, [a[i]], out[i], wanted);
    }
    found.inputs += count;
  }
  return found;
}

/**
 * The errors of a `binary` kernel.
 * @param {Kernels} subject @param {string} name
 * @param {(a: number, b: number) => number} reference @param {PairSource} source
 */
export function measureBinary({ kernels, a, b, out, addresses }, name, reference, source) {
  const kernel = kernels[`binary_${name}`];
  const found = noInputs();
  for (let count = source(a, b); count > 0; count = source(a, b)) {
    kernel(addresses.out, addresses.a, addresses.b, 1, count, count, count, count, 1, 1);
    for (let i = 0; i < count; i++) {
      const wanted = reference(a[i], b[i]);
      if (Object.is(out[i], Math.fround(wanted))) found.exact++;
      else record(found, name, [a[i], b[i]], out[i], wanted);
    }
    found.inputs += count;
  }
  return found;
}

/**
 * The errors of a `scalar` kernel with one number, which is a double.
 * @param {Kernels} subject @param {string} name @param {number} value
 * @param {(x: number, value: number) => number} reference @param {Source} source
 */
export function measureScalar({ kernels, a, out, addresses }, name, value, reference, source) {
  const kernel = kernels[`scalar_${name}`];
  const bits = new Uint32Array(a.buffer, a.byteOffset, a.length);
  const found = noInputs();
  for (let count = source(bits); count > 0; count = source(bits)) {
    kernel(addresses.out, addresses.a, 1, count, count, count, value);
    for (let i = 0; i < count; i++) {
      const wanted = reference(a[i], value);
      if (Object.is(out[i], Math.fround(wanted))) found.exact++;
      else record(found, name, [a[i], value], out[i], wanted);
    }
    found.inputs += count;
  }
  return found;
}

/**
 * Several measurements as one.
 * @param {readonly Accuracy[]} parts
 */
export function joined(parts) {
  const all = noInputs();
  for (const { inputs, exact, ulp, where, wrong } of parts) {
    all.inputs += inputs;
    all.exact += exact;
    all.wrong.push(...wrong);
    if (ulp > all.ulp) Object.assign(all, { ulp, where });
  }
  return all;
}
