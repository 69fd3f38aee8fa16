import {
  add,
  argmax,
  concat,
  cumsum,
  embedding,
  full,
  indexSelect,
  matmul,
  mul,
  ones,
  permute,
  reshape,
  scan,
  softmax,
  sum,
  takeAlongAxis,
  tensor,
  zeros,
} from '@ostinato/tensor';
import { type Coverage, misuse, wrong, wrongCall } from './misuse.ts';

const badSizes = [-1, 1.5, NaN, 2 ** 31, Infinity];

const creation: Record<string, Coverage> = {
  'create from data whose length != product(shape)': {
    misuses: [
      wrongCall('a typed array', 'ShapeError', ['[2,3]', '6', '5'], () => tensor(new Float32Array(5), [2, 3])),
      wrongCall('a plain array', 'ShapeError', ['4', '3'], () => tensor([1, 2, 3], [2, 2])),
      wrongCall('nothing for a scalar', 'ShapeError', ['1', '0'], () => tensor(new Float32Array(0), [])),
    ],
  },
  'create from ragged nested arrays': {
    misuses: [
      wrongCall('the second row', 'ShapeError', ['values[1]', '[3]', '[2]'], () =>
        tensor([
          [1, 2],
          [3, 4, 5],
        ]),
      ),
      wrongCall('deep', 'ShapeError', ['[1][1]'], () =>
        tensor([
          [[1], [2]],
          [[3], [4, 5]],
        ]),
      ),
      wrongCall('a number beside an array', 'ShapeError', ['values[1]'], () => tensor([[1], 2])),
    ],
  },
  'negative, fractional, NaN or > 2^31 dimension': {
    misuses: badSizes.flatMap((size) => [
      wrongCall(`zeros ${size}`, 'ShapeError', ['axis 1', String(size)], () => zeros([2, size])),
      wrongCall(`ones ${size}`, 'ShapeError', ['axis 0', String(size)], () => ones([size])),
      wrongCall(`full ${size}`, 'ShapeError', ['axis 0', String(size)], () => full([size, 2], 1)),
      wrongCall(`tensor ${size}`, 'ShapeError', ['axis 0', String(size)], () => tensor(new Float32Array(2), [size])),
    ]),
  },
  'unknown dtype string': {
    misuses: [
      wrongCall('zeros', 'DTypeError', ['float32', 'int32', 'bool'], () => zeros([2], { dtype: wrong('float16') })),
      wrongCall('tensor', 'DTypeError', ['float32', 'int32', 'bool'], () => tensor([1], { dtype: wrong('double') })),
    ],
  },
};

const shapes: Record<string, Coverage> = {
  'add [3,4] and [2,4]': {
    misuses: [
      misuse('add', 'ShapeError', ['[3,4]', '[2,4]', 'axis'], (watch) => {
        const [a, b] = [watch(ones([3, 4])), watch(ones([2, 4]))];
        return () => add(a, b);
      }),
      misuse('mul, of integers', 'ShapeError', ['[3]', '[2]', 'axis'], (watch) => {
        const [a, b] = [watch(ones([3], { dtype: 'int32' })), watch(ones([2], { dtype: 'int32' }))];
        return () => mul(a, b);
      }),
    ],
  },
  'matmul [2,3] x [4,5]': {
    misuses: [
      misuse('matmul', 'ShapeError', ['[2,3]', '[4,5]', '3', '4'], (watch) => {
        const [a, b] = [watch(ones([2, 3])), watch(ones([4, 5]))];
        return () => matmul(a, b);
      }),
      misuse('transposed', 'ShapeError', ['[2,3]', '[3,5]', 'transposed'], (watch) => {
        const [a, b] = [watch(ones([2, 3])), watch(ones([3, 5]))];
        return () => matmul(a, b, { transposeA: true });
      }),
      misuse('batches', 'ShapeError', ['[2]', '[3]'], (watch) => {
        const [a, b] = [watch(ones([2, 1, 3])), watch(ones([3, 3, 1]))];
        return () => matmul(a, b);
      }),
    ],
  },
  'reshape 12 elements to [5,-1]; two -1': {
    misuses: [
      ...[
        [5, -1],
        [-1, -1],
        [5, 2],
        [1.5, 8],
      ].map((shape) =>
        misuse(`[${shape}]`, 'ShapeError', ['12 elements', `[${shape}]`], (watch) => {
          const x = watch(ones([12]));
          return () => reshape(x, shape);
        }),
      ),
      misuse('[-2,-6]', 'ShapeError', ['reshape', '-2'], (watch) => {
        const x = watch(ones([12]));
        return () => reshape(x, [-2, -6]);
      }),
    ],
  },
  'axis out of range, duplicate axes': {
    misuses: [
      ...Object.entries({ sum, argmax, cumsum, softmax }).flatMap(([name, op]) =>
        [2, -3, 0.5].map((axis) =>
          misuse(`${name} axis ${axis}`, 'AxisError', [`axis ${axis}`, 'rank 2'], (watch) => {
            const x = watch(ones([2, 3]));
            return () => op(x, axis);
          }),
        ),
      ),
      misuse('sum of an axis named twice', 'AxisError', ['axis 1', 'rank 2'], (watch) => {
        const x = watch(ones([2, 3]));
        return () => sum(x, [1, -1]);
      }),
      misuse('permute', 'AxisError', ['[0,0]', '2 axes'], (watch) => {
        const x = watch(ones([2, 3]));
        return () => permute(x, [0, 0]);
      }),
      misuse('concat', 'AxisError', ['axis 2', 'rank 2'], (watch) => {
        const x = watch(ones([2, 3]));
        return () => concat([x, x], 2);
      }),
    ],
  },
};

const indices: Record<string, Coverage> = {
  'gather / embedding index < 0 or >= size, or non-integer': {
    misuses: [
      ...[-1, 3].flatMap((id) => [
        misuse(`embedding ${id}`, 'IndexError', [`index ${id}`, 'position 1', '0 to 2'], (watch) => {
          const [table, ids] = [watch(ones([3, 2])), watch(tensor([0, id], { dtype: 'int32' }))];
          return () => embedding(table, ids);
        }),
        misuse(`indexSelect of another axis ${id}`, 'IndexError', [`index ${id}`, 'position 0', '0 to 2'], (watch) => {
          const [x, ids] = [watch(ones([2, 3])), watch(tensor([id], { dtype: 'int32' }))];
          return () => indexSelect(x, ids, 1);
        }),
        misuse(`gather ${id}`, 'IndexError', [`index ${id}`, 'position 1', '0 to 2'], (watch) => {
          const [x, ids] = [watch(ones([1, 3])), watch(tensor([[0, id]], { dtype: 'int32' }))];
          return () => takeAlongAxis(x, ids);
        }),
      ]),
      wrongCall('an id of 1.5', 'DTypeError', ['element 1', '1.5', 'int32'], () =>
        tensor([0, 1.5], { dtype: 'int32' }),
      ),
      misuse('ids that are floats', 'DTypeError', ['int32', 'float32'], (watch) => {
        const [table, ids] = [watch(ones([3, 2])), watch(tensor([0, 1]))];
        return () => embedding(table, wrong(ids));
      }),
    ],
  },
  'use after dispose': {
    misuses: [
      misuse('add', 'DisposedError', ['Tensor #', '[2,2]', 'disposed'], (watch) => {
        const [a, b] = [watch(ones([2, 2])), watch(ones([2, 2]))];
        a.dispose();
        return () => add(a, b);
      }),
      misuse('second operand', 'DisposedError', ['Tensor #', '[2,2]', 'disposed'], (watch) => {
        const [a, b] = [watch(ones([2, 2])), watch(ones([2, 2]))];
        b.dispose();
        return () => matmul(a, b);
      }),
      misuse('data', 'DisposedError', ['Tensor #', '[3]'], (watch) => {
        const x = watch(ones([3]));
        x.dispose();
        return () => x.data();
      }),
      misuse('scan', 'DisposedError', ['Tensor #', '[1,2]'], (watch) => {
        const [xs, init] = [watch(ones([3, 1, 2])), watch(ones([1, 2]))];
        init.dispose();
        return () => scan((x: typeof xs, state: typeof init) => ({ output: x, state: add(x, state) }), init, xs);
      }),
    ],
  },
  'allocation beyond the WASM memory maximum': {
    notYet: 'there is no WASM backend yet; the reference backend has no limit of its own',
  },
};

/** Rows of area `tensor`. */
export const tensorMisuses: Readonly<Record<string, Coverage>> = { ...creation, ...shapes, ...indices };
