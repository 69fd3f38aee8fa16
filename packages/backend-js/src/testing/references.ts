import { type Draw, fillUniform } from '@ostinato/base';

/** Element [i, j] of an operand (of one item of a batch). */
export type Matrix = (i: number, j: number) => number;
export type Numbers = Readonly<Record<string, number>>;

/** What a kernel means, written from its definition alone: brute force, one element at a time. */
export interface Reference {
  /** Stored rows and columns of an operand. */
  readonly extent: (operand: string, sizes: Numbers) => readonly [number, number];
  /** Element [i, j] of output `out`; `x` are the operands as they were before the call, `n` all sizes and scalars. */
  readonly element: (i: number, j: number, x: Readonly<Record<string, Matrix>>, n: Numbers, out: string) => number;
  /** Allowed relative error; default 0: the same bits. */
  readonly tolerance?: number;
}

type Element = Reference['element'];

const whole = (_: string, { rows = 0, cols = 0 }: Numbers) => [rows, cols] as const;
const count = (n: number | undefined) => Array.from({ length: n ?? 0 }, (_, k) => k);
const add = (terms: number[]) => terms.reduce((sum, term) => sum + term, 0);

const erf = (x: number): number => {
  if (Math.abs(x) > 6) return Math.sign(x);
  const h = x / 2000; // Simpson's rule
  const f = (t: number) => Math.exp(-t * t);
  return (
    (2 / Math.sqrt(Math.PI)) *
    (h / 3) *
    add(count(2001).map((k) => f(k * h) * (k === 0 || k === 2000 ? 1 : k % 2 ? 4 : 2)))
  );
};

const unary: Record<string, (x: number) => number> = {
  abs: (x) => (x < 0 ? -x : x),
  atan: Math.atan,
  ceil: (x) => -Math.floor(-x),
  cos: Math.cos,
  cosh: (x) => (Math.exp(x) + Math.exp(-x)) / 2,
  erf,
  exp: (x) => Math.E ** x,
  expm1: (x) => Math.exp(x) - 1,
  floor: (x) => x - (((x % 1) + 1) % 1),
  log: (x) => Math.log2(x) / Math.LOG2E,
  log1p: (x) => Math.log(1 + x),
  neg: (x) => 0 - x,
  reciprocal: (x) => 1 / x,
  relu: (x) => (x > 0 ? x : 0),
  round: (x) =>
    2 * Math.round(x / 2) + (Math.abs(x - 2 * Math.round(x / 2)) > 0.5 ? Math.sign(x - 2 * Math.round(x / 2)) : 0),
  rsqrt: (x) => x ** -0.5,
  sigmoid: (x) => 0.5 + 0.5 * Math.tanh(x / 2),
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  sin: Math.sin,
  sinh: (x) => (Math.exp(x) - Math.exp(-x)) / 2,
  softplus: (x) => Math.log(1 + Math.exp(x)),
  sqrt: (x) => x ** 0.5,
  square: (x) => x ** 2,
  tanh: (x) => 1 - 2 / (Math.exp(2 * x) + 1),
};

const binary: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  atan2: (a, b) => Math.atan2(a, b),
  div: (a, b) => a / b,
  maximum: (a, b) => (a >= b ? a : b),
  minimum: (a, b) => (a <= b ? a : b),
  mul: (a, b) => a * b,
  pow: (a, b) => Math.pow(a, b),
  sub: (a, b) => a - b,
};

const compare: Record<string, (a: number, b: number) => boolean> = {
  equal: (a, b) => a === b,
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  notEqual: (a, b) => a !== b,
};

const logical: Record<string, (a: number, b: number) => boolean> = {
  and: (a, b) => a === 1 && b === 1,
  or: (a, b) => a === 1 || b === 1,
  xor: (a, b) => a !== b,
};

const of = (element: Element, tolerance = 0): Reference => ({ extent: whole, element, tolerance });

function pointwise(name: string): Reference | undefined {
  const [family = '', member = '', last] = name.split('.');
  const loose = 1e-12;
  if (family === 'unary') return of((i, j, { x }) => unary[member]!(x!(i, j)), loose);
  if (family === 'binary') return of((i, j, { a, b }) => binary[member]!(a!(i, j), b!(i, j)), loose);
  if (family === 'scalar') {
    const swapped = { subFrom: 'sub', divInto: 'div', powOf: 'pow' }[member];
    return of(
      (i, j, { x }, { value }) => (swapped ? binary[swapped]!(value!, x!(i, j)) : binary[member]!(x!(i, j), value!)),
      loose,
    );
  }
  if (family === 'binaryInt')
    return of((i, j, { a, b }) => Number(BigInt.asIntN(32, integer(member, a!(i, j), b!(i, j)))));
  if (family === 'compare' || family === 'compareInt')
    return of((i, j, { a, b }) => +compare[member]!(a!(i, j), b!(i, j)));
  if (family === 'logical') return of((i, j, { a, b }) => +logical[member]!(a!(i, j), b!(i, j)));
  if (family === 'logicalNot') return of((i, j, { x }) => +(x!(i, j) === 0));
  if (family === 'where') return of((i, j, { condition, a, b }) => (condition!(i, j) === 1 ? a! : b!)(i, j));
  if (family === 'fill') return of((_i, _j, _x, { value }) => value!);
  if (family === 'copy') return of((i, j, { x }) => x!(i, j));
  if (family === 'cast')
    return of((i, j, { x }) =>
      last === 'bool' ? +(x!(i, j) !== 0) : last === 'int32' ? x!(i, j) - (x!(i, j) % 1) : x!(i, j),
    );
  return undefined;
}

function integer(member: string, a: number, b: number): bigint {
  const [m, n] = [BigInt(a), BigInt(b)];
  if (member === 'add') return m + n;
  if (member === 'sub') return m - n;
  if (member === 'mul') return m * n;
  return (member === 'maximum') === m > n ? m : n;
}

function product(name: string): Reference | undefined {
  const match = /^(matmul|matmulAdd|batchMatmul)\.([nt])([nt])$/.exec(name);
  if (match === null) return undefined;
  const [, , ta, tb] = match;
  return {
    extent: (operand, { rows = 0, cols = 0, inner = 0 }) => {
      if (operand === 'out') return [rows, cols];
      if (operand === 'a') return ta === 't' ? [inner, rows] : [rows, inner];
      return tb === 't' ? [cols, inner] : [inner, cols];
    },
    element: (i, j, { a, b }, { inner }) =>
      add(count(inner).map((k) => (ta === 't' ? a!(k, i) : a!(i, k)) * (tb === 't' ? b!(j, k) : b!(k, j)))),
  };
}

const row = (i: number, x: Matrix, cols: number | undefined): number[] => count(cols).map((j) => x(i, j));

function rowKernel(name: string): Reference | undefined {
  const reduce = (element: (values: number[]) => number): Reference => ({
    extent: (operand, { rows = 0, cols = 0 }) => [rows, operand === 'out' ? 1 : cols],
    element: (i, _, { x }, { cols }) => element(row(i, x!, cols)),
  });
  const each = (element: (values: number[], j: number) => number, tolerance = 0): Reference =>
    of((i, j, { x }, { cols }) => element(row(i, x!, cols), j), tolerance);
  const softmax = (values: number[], j: number) => 1 / add(values.map((value) => Math.exp(value - values[j]!)));
  const sorted = (sign: number): Reference =>
    of((i, j, { x }, { cols }, out) => {
      const pairs = row(i, x!, cols).map((value, at) => ({ value, at }));
      pairs.sort((p, q) => sign * (p.value - q.value) || p.at - q.at);
      return out === 'order' ? pairs[j]!.at : pairs[j]!.value;
    });
  const columnSum: Reference = {
    extent: (operand, { rows = 0, cols = 0 }) => (operand === 'out' ? [1, cols] : [rows, cols]),
    element: (_, j, { x }, { rows }) => add(count(rows).map((i) => x!(i, j))),
  };
  return {
    'reduce.max': reduce((values) => Math.max(...values)),
    'reduce.min': reduce((values) => Math.min(...values)),
    'reduce.prod': reduce((values) => values.reduce((p, value) => p * value, 1)),
    'reduce.sum': reduce(add),
    'reduceArgument.max': reduce((values) => Math.max(0, values.indexOf(Math.max(...values)))),
    'reduceArgument.min': reduce((values) => Math.max(0, values.indexOf(Math.min(...values)))),
    columnSum,
    columnSumAdd: columnSum,
    'row.cumprod': each((values, j) => values.slice(0, j + 1).reduce((p, value) => p * value, 1)),
    'row.cumsum': each((values, j) => add(values.slice(0, j + 1))),
    'row.softmax': each(softmax, 1e-12),
    'row.logSoftmax': each((values, j) => Math.log(softmax(values, j)), 1e-12),
    'sort.ascending': sorted(1),
    'sort.descending': sorted(-1),
  }[name];
}

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

function movement(name: string): Reference | undefined {
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
      element: (i, j, { x, index }, { rows }) => add(count(rows).map((k) => (index!(0, k) === i ? x!(k, j) : 0))),
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
      element: (i, j, { x, index }, { cols }) => add(count(cols).map((k) => (index!(i, k) === j ? x!(i, k) : 0))),
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
      element: (_, at, { x }, n) => add(count(volume(n)).map((k) => (walk(k, n) === at ? x!(0, k) : 0))),
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

function random(name: string): Reference | undefined {
  const uniform: Element = (i, j, _, n) => {
    const draw: Draw = { key: [n.key0!, n.key1!], draw: n.draw!, step: n.step!, call: n.call! };
    const one = new Float32Array(1);
    fillUniform(one, draw, n.first! + i * n.cols! + j);
    return one[0]!;
  };
  if (name === 'random.uniform') return of(uniform);
  if (name === 'random.bernoulli') return of((i, j, x, n, out) => +(uniform(i, j, x, n, out) < n.probability!));
  return undefined;
}

/** torch's SGD and Adam, written as in its documentation. */
const optimizers: Record<string, Reference> = {
  sgdStep: of((i, j, { parameter, m, gradient }, n, out) => {
    const g = gradient!(i, j) + n.weightDecay! * parameter!(i, j);
    const b = n.first === 1 ? g : n.momentum! * m!(i, j) + (1 - n.dampening!) * g;
    if (out === 'm') return n.momentum === 0 ? m!(i, j) : b;
    const step = n.momentum === 0 ? g : n.nesterov === 1 ? g + n.momentum! * b : b;
    return parameter!(i, j) - n.learningRate! * step;
  }, 1e-6),
  adamStep: of((i, j, { parameter, m, v, largest, gradient }, n, out) => {
    const g = gradient!(i, j) + n.weightDecay! * parameter!(i, j);
    const first = n.beta1! * m!(i, j) + (1 - n.beta1!) * g;
    const second = n.beta2! * v!(i, j) + (1 - n.beta2!) * g ** 2;
    const top = n.amsgrad === 1 ? Math.max(largest!(i, j), second) : largest!(i, j);
    if (out !== 'parameter') return { m: first, v: second, largest: top }[out]!;
    const denominator = Math.sqrt(n.amsgrad === 1 ? top : second) / Math.sqrt(n.correction2!) + n.epsilon!;
    return parameter!(i, j) - ((n.learningRate! / n.correction1!) * first) / denominator;
  }, 1e-6),
};

/** The reference of a kernel. @throws Error for a kernel without one: a new kernel needs its definition here */
export function referenceOf(name: string): Reference {
  const found =
    pointwise(name) ?? product(name) ?? rowKernel(name) ?? movement(name) ?? random(name) ?? optimizers[name];
  if (found === undefined) throw new Error(`Kernel ${name} has no brute-force reference in testing/references.ts.`);
  return found;
}
