import { count, type Element, type Matrix, type Numbers, type Reference, total } from './reference.ts';

type Operands = Readonly<Record<string, Matrix>>;

/** Scores of row i; -Infinity for keys that it does not see. */
function scoresOf(i: number, { q, k, bias }: Operands, n: Numbers): number[] {
  return count(n.keys).map((j) => {
    if (n.causal === 1 && j > i + n.offset!) return -Infinity;
    return n.scale! * total(count(n.inner).map((c) => q!(i, c) * k!(j, c))) + bias!(i, j);
  });
}

const logSumExp = (scores: readonly number[]): number => Math.log(total(scores.map(Math.exp)));

/** Probabilities; 0 for all keys where there is no score above -Infinity. */
const probabilities = (scores: readonly number[], lse: number): number[] =>
  scores.map((score) => (lse === -Infinity ? 0 : Math.exp(score - lse)));

/** What was found of a row, by the operands of the item: every element asks for it again. */
const known = new WeakMap<Operands, Map<number, unknown>>();

function once<R>(x: Operands, i: number, find: () => R): R {
  const rows = known.get(x) ?? new Map<number, unknown>();
  known.set(x, rows);
  if (!rows.has(i)) rows.set(i, find());
  return rows.get(i) as R;
}

const attention: Element = (i, j, x, n, out) => {
  const { lse, p } = once(x, i, () => {
    const scores = scoresOf(i, x, n);
    const sum = logSumExp(scores);
    return { lse: sum, p: probabilities(scores, sum) };
  });
  return out === 'lse' ? lse : total(p.map((share, key) => share * x.v!(key, j)));
};

/** Probabilities of row i, and the gradients of its scores. */
function slopesOf(i: number, x: Operands, n: Numbers): { p: number[]; slopes: number[] } {
  const p = probabilities(scoresOf(i, x, n), x.lse!(i, 0));
  const along = p.map((_, key) => total(count(n.cols).map((c) => x.gradient!(i, c) * x.v!(key, c))));
  const mean = total(p.map((share, key) => share * along[key]!));
  return { p, slopes: p.map((share, key) => share * (along[key]! - mean)) };
}

const backward: Element = (i, j, x, n, out) => {
  const found = (row: number) => once(x, row, () => slopesOf(row, x, n));
  if (out === 'qGradient') {
    const { slopes } = found(i);
    return n.scale! * total(slopes.map((slope, key) => slope * x.k!(key, j)));
  }
  const rows = count(n.rows).map((row) => ({ row, ...found(row) }));
  if (out === 'vGradient') return total(rows.map(({ row, p }) => p[i]! * x.gradient!(row, j)));
  return n.scale! * total(rows.map(({ row, slopes }) => slopes[i]! * x.q!(row, j)));
};

/** Rows and columns of an operand by its name: `q`, `qGradient`... */
const extent: Reference['extent'] = (operand, { rows = 0, cols = 0, inner = 0, keys = 0 }) => {
  const of: Record<string, readonly [number, number]> = {
    q: [rows, inner],
    k: [keys, inner],
    v: [keys, cols],
    bias: [rows, keys],
    lse: [rows, 1],
  };
  return of[operand.replace('Gradient', '')] ?? [rows, cols];
};

const references: Record<string, Reference> = {
  attention: { extent, element: attention, tolerance: 1e-12 },
  attentionBackward: { extent, element: backward, tolerance: 1e-12 },
};

/** The reference of attention, in float64. */
export function attentionReference(name: string): Reference | undefined {
  return references[name];
}
