import { jsBackend } from '@ostinato/backend-js';
import { beforeEach, describe, expect, it } from 'vitest';
import { add, einsum, mul, setBackend, sum, tensor, type Tensor, tidy, valueAndGrad } from '../index.ts';
import { nd, type NdArray, pick } from '../testing.ts';

beforeEach(() => setBackend(jsBackend({ float: 'float64' })));

/** The sum over all labels that the result does not have, one term after the other; every label is a letter. */
function naive(terms: readonly string[], result: string, arrays: readonly NdArray[]): NdArray {
  const sizes = new Map<string, number>();
  const all = terms.flatMap((term, i) =>
    term.split('').map((label, axis) => [label, arrays[i]!.shape[axis]!] as const),
  );
  for (const [label, size] of all) if ((sizes.get(label) ?? 1) === 1) sizes.set(label, size);
  const shapeOf = (labels: string): number[] => labels.split('').map((label) => sizes.get(label)!);
  const summed = [...sizes.keys()].filter((label) => !result.includes(label)).join('');
  return nd(shapeOf(result), (outer) => {
    const parts = nd(shapeOf(summed), (inner) => {
      const at = (label: string): number =>
        result.includes(label) ? outer[result.indexOf(label)]! : inner[summed.indexOf(label)]!;
      return terms.reduce((product, term, i) => product * pick(arrays[i]!, term.split('').map(at)), 1);
    });
    return parts.data.reduce((total, part) => total + part, 0);
  });
}

const drawn = (shape: readonly number[], seed: number): NdArray =>
  nd(shape, (index) => Math.sin(index.reduce((at, i) => at * 7 + i, seed + 1)));

/** An equation, the shapes, and the same with every label a letter. */
const equations: readonly (readonly [equation: string, shapes: readonly (readonly number[])[], plain: string])[] = [
  [
    'ij,jk',
    [
      [2, 3],
      [3, 4],
    ],
    'ij,jk->ik',
  ],
  ['ba', [[2, 3]], 'ba->ab'],
  [
    'bhid,bhjd->bhij',
    [
      [2, 1, 2, 3],
      [2, 1, 4, 3],
    ],
    'bhid,bhjd->bhij',
  ],
  ['ii', [[3, 3]], 'ii->'],
  ['ij->j', [[2, 3]], 'ij->j'],
  ['ij->ij', [[2, 3]], 'ij->ij'],
  ['i,i->', [[3], [3]], 'i,i->'],
  [',ij->ji', [[], [2, 3]], ',ij->ji'],
  [
    ' ...ij , jk -> ...ik ',
    [
      [2, 2, 3],
      [3, 2],
    ],
    'aij,jk->aik',
  ],
  [
    '...i,...i',
    [
      [2, 3],
      [1, 3],
    ],
    'ai,ai->a',
  ],
  [
    '...i,...i->...',
    [
      [4, 2, 3],
      [2, 3],
    ],
    'bai,ai->ba',
  ],
  ['i...->...', [[2, 3, 2]], 'iab->ab'],
  ['...i->i', [[2, 3]], 'ai->i'],
  [
    'ij,jk,kl->il',
    [
      [2, 3],
      [3, 2],
      [2, 2],
    ],
    'ij,jk,kl->il',
  ],
  ['iij,j->i', [[2, 2, 3], [3]], 'iij,j->i'],
  [
    'ij,ij->i',
    [
      [1, 3],
      [2, 3],
    ],
    'ij,ij->i',
  ],
  [
    'ij,kl->i',
    [
      [2, 3],
      [2, 2],
    ],
    'ij,kl->i',
  ],
  [
    'ij,jk->ik',
    [
      [2, 0],
      [0, 2],
    ],
    'ij,jk->ik',
  ],
];

describe('einsum', () => {
  it.each(equations)('%s of [%s] equals nested loops, and so does its gradient', (equation, shapes, plain) => {
    const [left, right] = plain.split('->') as [string, string];
    const terms = left.split(',');
    const arrays = shapes.map(drawn);
    const expected = naive(terms, right, arrays);
    const weights = drawn(expected.shape, 9);
    const x = arrays.map(({ shape, data }) => tensor([...data], shape));
    const { aux, gradients } = valueAndGrad(x, () => {
      const out = einsum(equation, ...x);
      return [sum(mul(out, tensor([...weights.data], weights.shape))), out] as const;
    });
    expect(aux.shape).toEqual(expected.shape);
    aux.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected.data[i]!, 12));
    // The loss is linear in each operand: <gradient, d> is the loss with that operand replaced by d.
    arrays.forEach((array, i) => {
      const direction = drawn(array.shape, 20 + i);
      const moved = naive(
        terms,
        right,
        arrays.map((one, j) => (j === i ? direction : one)),
      );
      const change = [...gradients[i]!.dataSync()].reduce((total, g, at) => total + g * direction.data[at]!, 0);
      expect(change).toBeCloseTo(
        moved.data.reduce((total, value, at) => total + value * weights.data[at]!, 0),
        11,
      );
    });
  });

  const wrong =
    (equation: string, ...shapes: number[][]) =>
    () =>
      tidy(() =>
        einsum(
          equation,
          ...shapes.map((shape, i): Tensor<'float32'> => add(tensor([...drawn(shape, i).data], shape), 0)),
        ),
      );

  it.each([
    ['sizes', wrong('ij,jk->ik', [2, 3], [4, 2]), '"j" in "ij,jk->ik" is 3 and, in operand 1 [4,2], 4'],
    ['ranks', wrong('ijk->i', [2, 3]), 'names 3 axes, its operand has 2'],
    ['too many operands', wrong('i->i', [2], [2]), 'for 1 operands, got 2'],
    ['no letters', wrong('1->1', [2]), '"1"'],
    ['an unknown letter', wrong('i->j', [2]), '"j"'],
    ['a letter twice', wrong('i->ii', [2]), '"i"'],
    ['two arrows', wrong('i->i->i', [2]), 'more than one "->"'],
    ['no operands', () => einsum('i'), 'its operands'],
  ])('explains %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
