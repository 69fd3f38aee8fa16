import { count, type Numbers, type Reference, total } from './reference.ts';

/** Position of element `[i0, ..., i5]` of a strided walk, for its `at`-th element in order. */
function walk(at: number, n: Numbers): number {
  let position = n.offset!;
  for (let axis = 5; axis >= 0; axis--) {
    const size = n[`n${axis}`]!;
    position += (at % size) * n[`s${axis}`]!;
    at = Math.floor(at / size);
  }
  return position;
}

const volume = (n: Numbers): number => [0, 1, 2, 3, 4, 5].reduce((size, axis) => size * n[`n${axis}`]!, 1);

/** The reference of a kernel that moves elements. */
export function movementReference(name: string): Reference | undefined {
  const [family = ''] = name.split('.');
  if (family === 'gatherRows') {
    return {
      extent: (operand, { rows = 0, cols = 0, tableRows = 0 }) =>
        operand === 'table' ? [tableRows, cols] : operand === 'index' ? [1, rows] : [rows, cols],
      element: (i, j, { table, index }) => table!(index!(0, i), j),
    };
  }
  if (family === 'scatterRows') {
    return {
      extent: (operand, { rows = 0, cols = 0, tableRows = 0 }) =>
        operand === 'out' ? [tableRows, cols] : operand === 'index' ? [1, rows] : [rows, cols],
      element: (i, j, { x, index }, { rows }) => total(count(rows).map((k) => (index!(0, k) === i ? x!(k, j) : 0))),
      tolerance: 1e-6,
    };
  }
  if (family === 'gatherColumns') {
    return {
      extent: (operand, { rows = 0, cols = 0, width = 0 }) => [rows, operand === 'x' ? width : cols],
      element: (i, j, { x, index }) => x!(i, index!(i, j)),
    };
  }
  if (family === 'scatterColumns') {
    return {
      extent: (operand, { rows = 0, cols = 0, width = 0 }) => [rows, operand === 'out' ? width : cols],
      element: (i, j, { x, index }, { cols }) => total(count(cols).map((k) => (index!(i, k) === j ? x!(i, k) : 0))),
      tolerance: 1e-6,
    };
  }
  if (family === 'strided') {
    return {
      extent: (operand, n) => [1, operand === 'out' ? volume(n) : (n.room ?? 0)],
      element: (_, at, { x }, n) => x!(0, walk(at, n)),
    };
  }
  if (family === 'stridedSum') {
    return {
      extent: (operand, n) => [1, operand === 'x' ? volume(n) : n.count!],
      element: (_, at, { x }, n) => total(count(volume(n)).map((k) => (walk(k, n) === at ? x!(0, k) : 0))),
      tolerance: 1e-6,
    };
  }
  if (family === 'concat') {
    return {
      extent: (operand, { rows = 0, aCols = 0, bCols = 0 }) => [
        rows,
        operand === 'a' ? aCols : operand === 'b' ? bCols : aCols + bCols,
      ],
      element: (i, j, { a, b }, n) => (j < n.aCols! ? a!(i, j) : b!(i, j - n.aCols!)),
    };
  }
  return undefined;
}
