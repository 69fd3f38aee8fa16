import {
  add,
  argmax,
  concat,
  cumsum,
  flip,
  indexSelect,
  linear,
  matmul,
  max,
  mean,
  mul,
  reshape,
  slice,
  softmax,
  square,
  sub,
  sum,
  tanh,
  transpose,
  type Tensor,
} from '@ostinato/tensor';
import { features, hidden, stepRow, type StepRow } from '../step-row.ts';

type Floats = Tensor<'float32'>;

/** A step that does something to the sum of the projected input and the state, whose rows may learn of each other. */
function mixing(name: string, mix: (x: Floats) => Floats, manner: StepRow['manner'] = 'fixed-batch'): StepRow {
  return stepRow(
    name,
    (numbers) => {
      const ih = numbers.weight(hidden, features);
      return {
        step: (x, h) => {
          const next = tanh(mix(add(linear(x, ih), h)));
          return { output: next, state: next };
        },
      };
    },
    manner,
  );
}

const centered = (x: Floats): Floats => sub(x, mean(x, 0));

/** Steps whose rows know of each other, in as many ways as there are kernels that could be mistaken for one by one. */
export const mixingSteps: readonly StepRow[] = [
  mixing('statistics of the batch', (x) => mul(centered(x), add(mean(square(centered(x)), 0), 0.5))),
  mixing('the sum over everything', (x) => mul(x, sum(x))),
  mixing('the largest of everything', (x) => sub(x, max(x))),
  mixing('a running sum down the batch', (x) => cumsum(x, 0)),
  mixing('a softmax down the batch', (x) => softmax(x, 0)),
  mixing('the batch upside down', (x) => flip(x, 0)),
  mixing('the rows one further', (x) => concat([slice(x, 0, 1), slice(x, 0, 0, 1)], 0)),
  mixing('the first row for all', (x) => add(x, slice(x, 0, 0, 1))),
  mixing('the product with all rows', (x) => matmul(matmul(x, x, { transposeB: true }), x)),
  mixing('the row that an index names', (x) => add(x, indexSelect(x, mul(argmax(x, -1), 0) as Tensor<'int32'>))),
  mixing('the batch read as columns', (x) => reshape(transpose(x), x.shape)),
  mixing('a matrix of everything', (x) => reshape(cumsum(reshape(x, [hidden, -1]), -1), x.shape)),
  mixing('the sum over columns only', (x) => mul(x, sum(x, -1, { keepDims: true })), 'rows'),
  mixing('columns upside down', (x) => flip(x, 1), 'rows'),
  mixing('rows as matrices, transposed', (x) => reshape(transpose(reshape(x, [-1, hidden, 1])), x.shape), 'rows'),
];
