import type { FloatArray, JsStorage } from '../storage.ts';

/** Layer normalization and its gradients. */
export const layerNorm = {
  layerNorm: (
    out: JsStorage,
    mean: JsStorage,
    rstd: JsStorage,
    x: JsStorage,
    weight: JsStorage,
    bias: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    xStride: number,
    epsilon: number,
  ): void => {
    const [result, means, rstds] = [out.floats, mean.floats, rstd.floats];
    const [operand, factors, terms] = [x.floats, weight.floats, bias.floats];
    for (let i = 0; i < rows; i++) {
      const [o, p] = [i * outStride, i * xStride];
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += operand[p + j]!;
      const center = sum / cols;
      let squares = 0;
      for (let j = 0; j < cols; j++) squares += (operand[p + j]! - center) ** 2;
      const scale = 1 / Math.sqrt(squares / cols + epsilon);
      for (let j = 0; j < cols; j++) result[o + j] = (operand[p + j]! - center) * scale * factors[j]! + terms[j]!;
      means[i] = center;
      rstds[i] = scale;
    }
  },
  layerNormBackward: (
    out: JsStorage,
    gradient: JsStorage,
    x: JsStorage,
    weight: JsStorage,
    mean: JsStorage,
    rstd: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    gradientStride: number,
    xStride: number,
  ): void => {
    const [result, slopes, operand, factors] = [out.floats, gradient.floats, x.floats, weight.floats];
    const [means, rstds] = [mean.floats, rstd.floats];
    for (let i = 0; i < rows; i++) {
      const [o, g, p] = [i * outStride, i * gradientStride, i * xStride];
      const [center, scale] = [means[i]!, rstds[i]!];
      const { sum, along } = moments(slopes, g, operand, p, factors, cols, center, scale);
      for (let j = 0; j < cols; j++) {
        const normal = (operand[p + j]! - center) * scale;
        result[o + j] = scale * (slopes[g + j]! * factors[j]! - sum / cols - (normal * along) / cols);
      }
    }
  },
  layerNormWeight: (
    out: JsStorage,
    gradient: JsStorage,
    x: JsStorage,
    mean: JsStorage,
    rstd: JsStorage,
    rows: number,
    cols: number,
    gradientStride: number,
    xStride: number,
  ): void => {
    const [result, slopes, operand, means, rstds] = [out.floats, gradient.floats, x.floats, mean.floats, rstd.floats];
    for (let j = 0; j < cols; j++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        sum += slopes[i * gradientStride + j]! * (operand[i * xStride + j]! - means[i]!) * rstds[i]!;
      }
      result[j] = sum;
    }
  },
};

/** Sums over a row of h = gradient weight and of h times the normalized x. */
function moments(
  slopes: FloatArray,
  g: number,
  operand: FloatArray,
  p: number,
  factors: FloatArray,
  cols: number,
  center: number,
  scale: number,
): { sum: number; along: number } {
  let [sum, along] = [0, 0];
  for (let j = 0; j < cols; j++) {
    const h = slopes[g + j]! * factors[j]!;
    sum += h;
    along += h * (operand[p + j]! - center) * scale;
  }
  return { sum, along };
}
