import { count, type Reference, total } from './reference.ts';

/** The reference of a matrix product. */
export function productReference(name: string): Reference | undefined {
  const match = /^(matmul|matmulAdd|batchMatmul)\.([nt])([nt])$/.exec(name);
  if (match === null) return undefined;
  const [, , ta, tb] = match;
  return {
    extent: (operand, { rows = 0, cols = 0, inner = 0 }) => {
      if (operand === 'out') return [rows, cols];
      if (operand === 'a') return ta === 't' ? [inner, rows] : [rows, inner];
      return tb === 't' ? [cols, inner] : [inner, cols];
    },
    folds: true,
    element: (i, j, { a, b }, { inner }) =>
      total(count(inner).map((k) => (ta === 't' ? a!(k, i) : a!(i, k)) * (tb === 't' ? b!(j, k) : b!(k, j)))),
  };
}
