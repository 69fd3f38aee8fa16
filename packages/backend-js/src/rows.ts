import type { JsStorage } from './storage.ts';

/** Reduces each row, from left to right, with the accumulator in double precision. */
function reduce(start: number, combine: (sum: number, x: number) => number) {
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const [result, operand] = [out.floats, x.floats];
    for (let i = 0; i < rows; i++) {
      let sum = start;
      for (let j = 0; j < cols; j++) sum = combine(sum, operand[i * xStride + j]!);
      result[i * outStride] = sum;
    }
  };
}

/** Position of the first element that is better than all before it; the first NaN beats everything. */
function reduceArgument(better: (x: number, best: number) => boolean) {
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const [result, operand] = [out.ints, x.floats];
    for (let i = 0; i < rows; i++) {
      let best = 0;
      for (let j = 1; j < cols; j++) {
        const value = operand[i * xStride + j]!;
        const champion = operand[i * xStride + best]!;
        if (better(value, champion) || (Number.isNaN(value) && !Number.isNaN(champion))) best = j;
      }
      result[i * outStride] = best;
    }
  };
}

/** Sums columns, from the first row to the last, in double precision. */
function columnSum(add: boolean) {
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, xStride: number): void => {
    const [result, operand] = [out.floats, x.floats];
    for (let j = 0; j < cols; j++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += operand[i * xStride + j]!;
      const before = add ? result[j]! : 0;
      result[j] = sum;
      if (add) result[j] = before + result[j]!;
    }
  };
}

/** Each element of a row combined with all before it. */
function cumulative(start: number, combine: (sum: number, x: number) => number) {
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const [result, operand] = [out.floats, x.floats];
    for (let i = 0; i < rows; i++) {
      let sum = start;
      for (let j = 0; j < cols; j++) {
        sum = combine(sum, operand[i * xStride + j]!);
        result[i * outStride + j] = sum;
      }
    }
  };
}

/** softmax(x) = exp(x - max) / sum exp(x - max); its logarithm is x - max - log(sum). */
function softmax(logarithm: boolean) {
  return (out: JsStorage, x: JsStorage, rows: number, cols: number, outStride: number, xStride: number): void => {
    const [result, operand] = [out.floats, x.floats];
    for (let i = 0; i < rows; i++) {
      const [o, p] = [i * outStride, i * xStride];
      let largest = -Infinity;
      for (let j = 0; j < cols; j++) largest = Math.max(largest, operand[p + j]!);
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += Math.exp(operand[p + j]! - largest);
      const logSum = Math.log(sum);
      for (let j = 0; j < cols; j++) {
        const shifted = operand[p + j]! - largest;
        result[o + j] = logarithm ? shifted - logSum : Math.exp(shifted) / sum;
      }
    }
  };
}

/** Sorts each row; equal elements keep their order, NaN is the largest. */
function sort(descending: boolean) {
  const rank = (x: number, y: number): number => {
    if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : 1;
    return Number.isNaN(y) ? -1 : x - y || 0;
  };
  return (
    out: JsStorage,
    order: JsStorage,
    x: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    orderStride: number,
    xStride: number,
  ): void => {
    const [values, positions, operand] = [out.floats, order.ints, x.floats];
    for (let i = 0; i < rows; i++) {
      const row = operand.slice(i * xStride, i * xStride + cols);
      const sorted = Array.from(row, (_, j) => j).sort((j, k) =>
        descending ? rank(row[k]!, row[j]!) : rank(row[j]!, row[k]!),
      );
      sorted.forEach((from, j) => {
        values[i * outStride + j] = row[from]!;
        positions[i * orderStride + j] = from;
      });
    }
  };
}

/** The kernels over whole rows. */
export const rowKernels = {
  'reduce.max': reduce(-Infinity, Math.max),
  'reduce.min': reduce(Infinity, Math.min),
  'reduce.prod': reduce(1, (sum, x) => sum * x),
  'reduce.sum': reduce(0, (sum, x) => sum + x),
  'reduceArgument.max': reduceArgument((x, best) => x > best),
  'reduceArgument.min': reduceArgument((x, best) => x < best),
  columnSum: columnSum(false),
  columnSumAdd: columnSum(true),
  'row.cumprod': cumulative(1, (sum, x) => sum * x),
  'row.cumsum': cumulative(0, (sum, x) => sum + x),
  'row.logSoftmax': softmax(true),
  'row.softmax': softmax(false),
  'sort.ascending': sort(false),
  'sort.descending': sort(true),
};
