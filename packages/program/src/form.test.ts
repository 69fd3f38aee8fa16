import type { KernelName } from '@ostinato/backend';
import { describe, expect, it } from 'vitest';
import { graphed, refused, type HandStep } from './testing/hand-step.ts';
import { printer } from './testing/print.ts';

/** The forms of the calls of a step. */
function formsOf(write: (step: HandStep) => void): readonly string[] {
  return graphed(write).calls.map(({ form }) => form);
}

/** A call that reads `x [rows, 3]` and writes `count` elements. */
const reading =
  (kernel: KernelName, count: (rows: number) => number, numbers: (rows: number) => number[]) =>
  (step: HandStep): void => {
    const x = step.input('x', 0, 3 * step.rows);
    step.call(kernel, step.value(count(step.rows)), x, ...numbers(step.rows));
  };

describe('a call walks rows', () => {
  it('one for one, without rows, or several of its own for each', () => {
    expect(
      formsOf((step) => {
        const [x, w] = [step.input('x', 0, 12 * step.rows), step.input('fixed', 0, 12)];
        step.tanh(step.value(12 * step.rows), x, 12);
        step.call('unary.tanh', step.value(12), w, 3, 4, 4, 4);
        step.call('row.softmax', step.value(12 * step.rows), x, 3 * step.rows, 4, 4, 4); // three of its rows for each
        step.call('matmul.nt', step.value(6 * step.rows), x, w, 3 * step.rows, 2, 4, 2, 4, 4);
        step.call('batchMatmul.nn', step.value(4 * step.rows), x, x, step.rows, 2, 2, 3, 2, 3, 2, 4, 12, 12);
      }),
    ).toEqual(['rows', 'fixed', 'rows', 'rows', 'rows']);
  });

  it('beside something that has none: a bias, a column, a table', () => {
    expect(
      formsOf((step) => {
        const { rows } = step;
        const [x, b, ids] = [
          step.input('x', 0, 3 * rows),
          step.input('fixed', 0, 3),
          step.input('x', 1, rows, 'int32'),
        ];
        step.call('binary.add', step.value(3 * rows), x, b, rows, 3, 3, 3, 0, 1, 1);
        step.call('gatherRows.float32', step.value(3 * rows), b, ids, rows, 3, 1, 3, 3);
        step.call('fill.float32', step.value(3 * rows), rows, 3, 3, 1);
      }),
    ).toEqual(['rows', 'rows', 'rows']);
  });

  it('as elements side by side, which become rows', () => {
    const graph = graphed((step) => {
      const n = step.input('x', 0, step.rows);
      step.call('scalar.add', step.value(step.rows), n, 1, step.rows, step.rows, step.rows, 1);
      step.call('fill.float32', step.value(6 * step.rows), 1, 6 * step.rows, 6 * step.rows, 0);
      const one = step.input('fixed', 0, 1);
      step.call('binary.mul', step.value(step.rows), n, one, 1, step.rows, step.rows, step.rows, 0, 1, 0);
    });
    expect(printer(graph)(graph.calls)).toEqual([
      'v1 = scalar.add(x0) [rows, 1]',
      'v2 = fill.float32() [rows, 6]',
      'v4 = binary.mul(x0, p0) [rows, 1]',
    ]);
  });

  it('to sum over them on the way back', () => {
    expect(
      formsOf((step) => {
        const { rows } = step;
        const [x, ids] = [step.input('x', 0, 3 * rows), step.input('x', 1, rows, 'int32')];
        step.back();
        step.call('matmul.tn', step.value(9), x, x, 3, 3, rows, 3, 3, 3);
        step.call('columnSum', step.value(3), x, rows, 3, 3);
        step.call('scatterRows', step.value(12), x, ids, rows, 3, 4, 3);
        step.call('reduce.sum', step.value(1), x, 1, 3 * rows, 1, 3 * rows); // of a scalar parameter
      }),
    ).toEqual(['sum', 'sum', 'sum', 'sum']);
  });
});

describe('rows cannot be told apart where', () => {
  it.each<[string, (step: HandStep) => void, string]>([
    [
      'a maximum is over everything',
      reading(
        'reduce.max',
        () => 1,
        (n) => [1, 3 * n, 1, 3 * n],
      ),
      'sums or selects',
    ],
    [
      'a sum runs through everything',
      reading(
        'row.cumsum',
        (n) => 3 * n,
        (n) => [1, 3 * n, 3 * n, 3 * n],
      ),
      'works across',
    ],
    [
      'the first row is read only',
      reading(
        'unary.tanh',
        () => 3,
        () => [1, 3, 3, 3],
      ),
      'one part of the batch only',
    ],
    [
      'the first row is read by all',
      reading(
        'unary.tanh',
        (n) => 3 * n,
        (n) => [n, 3, 3, 0],
      ),
      'across rows of the batch',
    ],
    [
      'every other row is read',
      reading(
        'unary.tanh',
        (n) => 3 * n,
        (n) => [n, 3, 3, 6],
      ),
      'across rows of the batch',
    ],
  ])('%s', (_, write, reason) => {
    expect(refused(write)).toEqual(expect.stringContaining(reason));
  });

  it.each<[string, (step: HandStep) => void, string]>([
    [
      'a matrix has a row for each sequence',
      (step) => {
        const [x, w] = [step.input('x', 0, 3 * step.rows), step.input('fixed', 0, 4)];
        step.call('matmul.nn', step.value(6), w, x, 2, 3, step.rows, 3, 2, 3);
      },
      'matmul.nn',
    ],
    [
      'a table has a row for each sequence',
      (step) => {
        const { rows } = step;
        const [x, ids] = [step.input('x', 0, 3 * rows), step.input('x', 1, rows, 'int32')];
        step.call('gatherRows.float32', step.value(3 * rows), x, ids, rows, 3, 3, 3, 3);
      },
      'gatherRows.float32 reads all of table for every row of the batch',
    ],
    [
      'a row is read from a later one on',
      (step) => {
        const x = step.input('x', 0, 3 * step.rows);
        step.call('unary.tanh', step.value(3 * step.rows), step.at(x, 3), step.rows, 3, 3, 3);
      },
      'reads x from a later row on',
    ],
    [
      'something without rows is walked along with them',
      (step) => {
        const { rows } = step;
        step.call(
          'binary.add',
          step.value(3 * rows),
          step.input('x', 0, 3 * rows),
          step.input('fixed', 0, 9),
          rows,
          3,
          3,
          3,
          3,
          1,
          1,
        );
      },
      'reads another row of b for each row of the batch',
    ],
    [
      'two sizes grow',
      (step) => {
        const { rows } = step;
        const [x, scores] = [step.input('x', 0, 3 * rows), step.value(rows * rows)];
        step.call('matmul.nt', scores, x, x, rows, rows, 3, rows, 3, 3);
      },
      'matmul.nt makes a tensor whose size is no multiple of the batch size',
    ],
    [
      'a size is no multiple of the batch',
      (step) => {
        const [a, b] = [step.value(step.rows + 1), step.value(step.rows + 1)];
        step.call('unary.tanh', a, b, 1, step.rows + 1, step.rows + 1, step.rows + 1);
      },
      'makes a tensor whose size is no multiple of the batch size',
    ],
    [
      'columns are rows of the batch',
      (step) => {
        const { rows } = step;
        const x = step.input('x', 0, 3 * rows);
        step.call('strided.float32', step.value(3 * rows), x, 1, 1, 1, 1, 3, rows, 0, 0, 0, 0, 1, 3, 0);
      },
      'moves elements from one row of the batch to another',
    ],
    [
      'rows are turned around',
      (step) => {
        const { rows } = step;
        const x = step.input('x', 0, 3 * rows);
        step.call('strided.float32', step.value(3 * rows), x, 1, 1, 1, 1, rows, 3, 0, 0, 0, 0, -3, 1, 3 * (rows - 1));
      },
      'strided.float32 is called in a way that depends on the batch size',
    ],
  ])('%s', (_, write, reason) => {
    expect(refused(write)).toEqual(expect.stringContaining(reason));
  });
});
