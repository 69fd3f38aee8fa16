import { fillUniform } from '@ostinato/base';
import type { JsStorage } from './storage.ts';

/** A row of uniform numbers: elements `first + row * cols ...` of the stream. */
export function uniformRow(
  cols: number,
  first: number,
  key0: number,
  key1: number,
  draw: number,
  step: number,
  call: number,
) {
  const row = new Float32Array(cols);
  fillUniform(row, { key: [key0, key1], draw, step, call }, first);
  return row;
}

/** The kernels that draw from the Philox generator. */
export const random = {
  'random.uniform': (
    out: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    first: number,
    key0: number,
    key1: number,
    draw: number,
    step: number,
    call: number,
  ): void => {
    for (let i = 0; i < rows; i++) {
      out.floats.set(uniformRow(cols, first + i * cols, key0, key1, draw, step, call), i * outStride);
    }
  },
  'random.bernoulli': (
    out: JsStorage,
    rows: number,
    cols: number,
    outStride: number,
    first: number,
    key0: number,
    key1: number,
    draw: number,
    step: number,
    call: number,
    probability: number,
  ): void => {
    const result = out.bools;
    for (let i = 0; i < rows; i++) {
      const row = uniformRow(cols, first + i * cols, key0, key1, draw, step, call);
      for (let j = 0; j < cols; j++) result[i * outStride + j] = +(row[j]! < probability);
    }
  },
};
