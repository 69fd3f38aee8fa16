import { count, type Matrix, type Reference, total } from './reference.ts';

/** Element [k, j] of a matrix that was packed in panels of eight columns: a row here is a panel. */
const unpacked = (packed: Matrix, k: number, j: number): number => packed(Math.floor(j / 8), 8 * k + (j % 8));
const panels = (cols: number): number => Math.ceil(cols / 8);

const packedProduct: Reference = {
  extent: (operand, { rows = 0, cols = 0, inner = 0 }) => {
    if (operand === 'packed') return [panels(cols), 8 * inner];
    if (operand === 'bias') return [1, cols];
    return operand === 'out' ? [rows, cols] : [rows, inner];
  },
  folds: true,
  element: (i, j, { a, packed, bias }, { inner }) =>
    total([...count(inner).map((k) => a!(i, k) * unpacked(packed!, k, j)), bias?.(0, j) ?? 0]),
};

function packing(transposed: boolean): Reference {
  return {
    extent: (operand, { inner = 0, cols = 0 }) => {
      if (operand === 'out') return [panels(cols), 8 * inner];
      return transposed ? [cols, inner] : [inner, cols];
    },
    element: (i, j, { b }, { cols = 0 }) => {
      const [k, column] = [Math.floor(j / 8), 8 * i + (j % 8)];
      if (column >= cols) return 0;
      return transposed ? b!(column, k) : b!(k, column);
    },
  };
}

/** The reference of a matrix product, or of what prepares one. With a bias the result is rounded twice. */
export function productReference(name: string): Reference | undefined {
  const reference = plainReference(name);
  return reference !== undefined && name.includes('Bias') ? { ...reference, tolerance: 1e-12 } : reference;
}

function plainReference(name: string): Reference | undefined {
  if (name.startsWith('pack.')) return packing(name.endsWith('t'));
  if (name.startsWith('matmulPacked')) return packedProduct;
  const match = /^(matmul(?:Bias)?(?:Add)?|batchMatmul)\.([nt])([nt])$/.exec(name);
  if (match === null) return undefined;
  const [, , ta, tb] = match;
  return {
    extent: (operand, { rows = 0, cols = 0, inner = 0 }) => {
      if (operand === 'out') return [rows, cols];
      if (operand === 'bias') return [1, cols];
      if (operand === 'a') return ta === 't' ? [inner, rows] : [rows, inner];
      return tb === 't' ? [cols, inner] : [inner, cols];
    },
    folds: true,
    element: (i, j, { a, b, bias }, { inner }) =>
      total([
        ...count(inner).map((k) => (ta === 't' ? a!(k, i) : a!(i, k)) * (tb === 't' ? b!(j, k) : b!(k, j))),
        bias?.(0, j) ?? 0,
      ]),
  };
}
