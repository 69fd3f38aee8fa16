import { products } from './matmul.ts';
import { packing } from './packed.ts';
import { type FloatArrayType, JsStorage } from './storage.ts';

/** A product `[rows, cols]` into `to`, whose rows are `stride` apart. */
type Product = (to: JsStorage, stride: number) => void;

/** `out = product + bias`; the product is rounded first. */
function setWithBias(
  product: Product,
  out: JsStorage,
  bias: JsStorage,
  rows: number,
  cols: number,
  stride: number,
): void {
  product(out, stride);
  const [result, biases] = [out.floats, bias.floats];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) result[i * stride + j] = result[i * stride + j]! + biases[j]!;
  }
}

/** `out += product + bias`; the product and its sum with the bias are rounded first. */
function addWithBias(
  product: Product,
  out: JsStorage,
  bias: JsStorage,
  rows: number,
  cols: number,
  stride: number,
): void {
  const result = out.floats;
  const Float = result.constructor as FloatArrayType;
  const finished = new JsStorage(new ArrayBuffer(rows * cols * Float.BYTES_PER_ELEMENT), 0, Float);
  setWithBias(product, finished, bias, rows, cols, cols);
  const sums = finished.floats;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) result[i * stride + j] = result[i * stride + j]! + sums[i * cols + j]!;
  }
}

function matmulBias(name: 'matmul.nn' | 'matmul.nt', finish: typeof setWithBias) {
  return (
    out: JsStorage,
    a: JsStorage,
    b: JsStorage,
    bias: JsStorage,
    rows: number,
    cols: number,
    inner: number,
    outStride: number,
    aStride: number,
    bStride: number,
  ): void => {
    const product: Product = (to, stride) => products[name](to, a, b, rows, cols, inner, stride, aStride, bStride);
    finish(product, out, bias, rows, cols, outStride);
  };
}

function matmulPackedBias(finish: typeof setWithBias) {
  return (
    out: JsStorage,
    a: JsStorage,
    packed: JsStorage,
    bias: JsStorage,
    rows: number,
    cols: number,
    inner: number,
    outStride: number,
    aStride: number,
  ): void => {
    const product: Product = (to, stride) => packing.matmulPacked(to, a, packed, rows, cols, inner, stride, aStride);
    finish(product, out, bias, rows, cols, outStride);
  };
}

/** The kernels of products with a bias. */
export const biasedProducts = {
  'matmulBias.nn': matmulBias('matmul.nn', setWithBias),
  'matmulBias.nt': matmulBias('matmul.nt', setWithBias),
  'matmulBiasAdd.nn': matmulBias('matmul.nn', addWithBias),
  'matmulBiasAdd.nt': matmulBias('matmul.nt', addWithBias),
  matmulPackedBias: matmulPackedBias(setWithBias),
  matmulPackedBiasAdd: matmulPackedBias(addWithBias),
};
