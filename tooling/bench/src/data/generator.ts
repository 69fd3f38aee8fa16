/** The generator of the peers' harness: a 32-bit linear congruential one, of whose numbers the upper 24 bits are used. */
function* draws(count: number, seed: number): Generator<number> {
  let x = seed >>> 0;
  for (let i = 0; i < count; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    yield (x >>> 8) / 16777216;
  }
}

/** Numbers in [-1, 1), bit for bit those that every peer gets. */
export function uniformValues(count: number, seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(draws(count, seed), (draw) => draw * 2 - 1);
}

/** Whole numbers from 0 to `limit` - 1, those that every peer gets. */
export function integerValues(count: number, seed: number, limit: number): Int32Array<ArrayBuffer> {
  return Int32Array.from(draws(count, seed), (draw) => Math.floor(draw * limit));
}
