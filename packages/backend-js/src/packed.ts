import { products } from './matmul.ts';
import type { JsStorage } from './storage.ts';

/** Columns of one panel of a packed matrix. */
const width = 8;

/** Lays out B as panels of eight columns, `[inner, 8]` each, with zeros where there is no column. */
function pack(transposed: boolean) {
  return (out: JsStorage, b: JsStorage, inner: number, cols: number, bStride: number): void => {
    const [result, operand] = [out.floats, b.floats];
    let at = 0;
    for (let first = 0; first < cols; first += width) {
      for (let k = 0; k < inner; k++) {
        for (let j = first; j < first + width; j++) {
          const place = transposed ? j * bStride + k : k * bStride + j;
          result[at++] = j < cols ? operand[place]! : 0;
        }
      }
    }
  };
}

/** A product with packed B, panel by panel. */
function matmulPacked(name: 'matmul.nn' | 'matmulAdd.nn') {
  const matmul = products[name];
  return (
    out: JsStorage,
    a: JsStorage,
    packed: JsStorage,
    rows: number,
    cols: number,
    inner: number,
    outStride: number,
    aStride: number,
  ): void => {
    if (rows === 0) return; // then there is no place for a column
    for (let first = 0; first < cols; first += width) {
      const columns = Math.min(width, cols - first);
      const [to, panel] = [out.further(first), packed.further(first * inner)];
      matmul(to, a, panel, rows, columns, inner, outStride, aStride, width);
    }
  };
}

/** The kernels of packed matrices. */
export const packing = {
  'pack.n': pack(false),
  'pack.t': pack(true),
  matmulPacked: matmulPacked('matmul.nn'),
  matmulPackedAdd: matmulPacked('matmulAdd.nn'),
};
