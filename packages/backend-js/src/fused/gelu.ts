import { erf } from '../erf.ts';
import type { JsStorage } from '../storage.ts';

/** The share of x that passes, and its derivative from x and the share. */
interface Share {
  readonly of: (x: number) => number;
  readonly slope: (x: number, share: number) => number;
}

const none: Share = {
  of: (x) => (1 + erf(x * Math.SQRT1_2)) / 2,
  slope: (x) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI),
};

const [inner, outer] = [Math.sqrt(8 / Math.PI), 0.044715];

/** `(1 + tanh u) / 2 = 1 / (1 + e ** -2u)`. */
const tanh: Share = {
  of: (x) => 1 / (1 + Math.exp(-inner * x * (1 + outer * x * x))),
  slope: (x, s) => s * (1 - s) * inner * (1 + 3 * outer * x * x),
};

const forward =
  ({ of }: Share) =>
  (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const [result, operand] = [out.floats, x.floats];
    for (let i = 0; i < rows; i++) {
      const [o, p] = [i * outStride, i * xStride];
      for (let j = 0; j < cols; j++) result[o + j] = operand[p + j]! * of(operand[p + j]!);
    }
  };

const backward =
  ({ of, slope }: Share) =>
  (
    out: JsStorage,
    gradient: JsStorage,
    x: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    gradientStride: number,
    xStride: number,
  ): void => {
    const [result, slopes, operand] = [out.floats, gradient.floats, x.floats];
    for (let i = 0; i < rows; i++) {
      const [o, g, p] = [i * outStride, i * gradientStride, i * xStride];
      for (let j = 0; j < cols; j++) {
        const value = operand[p + j]!;
        const share = of(value);
        result[o + j] = slopes[g + j]! * (share + value * slope(value, share));
      }
    }
  };

/** GELU (Hendrycks and Gimpel 2016) and its gradient. */
export const gelu = {
  'gelu.none': forward(none),
  'gelu.tanh': forward(tanh),
  'geluBackward.none': backward(none),
  'geluBackward.tanh': backward(tanh),
};
