import type { JsStorage } from './storage.ts';

/** Optional fused optimizer steps; each line of the loop is a line of torch's algorithm. */
export const optimizerSteps = {
  sgdStep: (
    parameter: JsStorage,
    m: JsStorage,
    gradient: JsStorage,
    rows: number,
    cols: number,
    learningRate: number,
    momentum: number,
    dampening: number,
    weightDecay: number,
    nesterov: number,
    first: number,
  ): void => {
    const [p, buffer, slope] = [parameter.floats, m.floats, gradient.floats];
    for (let i = 0; i < rows * cols; i++) {
      let g = slope[i]! + weightDecay * p[i]!;
      if (momentum !== 0) {
        const velocity = first === 1 ? g : momentum * buffer[i]! + (1 - dampening) * g;
        buffer[i] = velocity;
        g = nesterov === 1 ? g + momentum * velocity : velocity;
      }
      p[i] = p[i]! - learningRate * g;
    }
  },
  adamStep: (
    parameter: JsStorage,
    m: JsStorage,
    v: JsStorage,
    largest: JsStorage,
    gradient: JsStorage,
    rows: number,
    cols: number,
    learningRate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    correction1: number,
    correction2: number,
    amsgrad: number,
  ): void => {
    const [p, mean, square, top, slope] = [parameter.floats, m.floats, v.floats, largest.floats, gradient.floats];
    for (let i = 0; i < rows * cols; i++) {
      const g = slope[i]! + weightDecay * p[i]!;
      mean[i] = beta1 * mean[i]! + (1 - beta1) * g;
      square[i] = beta2 * square[i]! + (1 - beta2) * g * g;
      if (amsgrad === 1) top[i] = Math.max(top[i]!, square[i]!);
      const scale = Math.sqrt((amsgrad === 1 ? top : square)[i]!) / Math.sqrt(correction2) + epsilon;
      p[i] = p[i]! - ((learningRate / correction1) * mean[i]!) / scale;
    }
  },
};
