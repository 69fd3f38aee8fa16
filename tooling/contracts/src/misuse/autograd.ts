import {
  add,
  type Backend,
  getBackend,
  mul,
  ones,
  parameter,
  square,
  sum,
  tensor,
  valueAndGrad,
} from '@ostinato/tensor';
import { type Coverage, misuse } from './misuse.ts';

/** Rows of area `autograd`. */
export const autogradMisuses: Readonly<Record<string, Coverage>> = {
  'backward on a non-scalar without a cotangent': {
    misuses: [
      misuse('a matrix', 'GradError', ['[2,3]', 'scalar'], (watch) => {
        const x = watch(ones([2, 3]));
        return () => valueAndGrad(x, () => mul(x, 2));
      }),
      misuse('an int32 scalar', 'GradError', ['int32', 'scalar'], (watch) => {
        const x = watch(ones([2, 3]));
        return () => valueAndGrad(x, () => tensor(1, { dtype: 'int32' }));
      }),
      misuse('an int32 target', 'GradError', ['int32', 'float32'], (watch) => {
        const x = watch(ones([2], { dtype: 'int32' }));
        return () => valueAndGrad(x, () => tensor(1));
      }),
    ],
  },
  'backward twice through a freed graph': {
    byDesign:
      'valueAndGrad owns its tape and frees it before it returns: no handle on the graph is left to go through twice',
    holds: {
      'the gradient is not connected to what was differentiated': () => {
        const x = tensor([1, 2]);
        const first = valueAndGrad(x, () => sum(square(x)));
        const second = valueAndGrad(x, () => sum(mul(first.gradients!, 3)));
        if (second.gradients !== undefined) throw new Error('a freed graph was walked again');
      },
      'nesting gives second derivatives': () => {
        const x = tensor([3]);
        const { gradients } = valueAndGrad(x, () => sum(valueAndGrad(x, () => sum(mul(square(x), x))).gradients!));
        if (gradients!.dataSync()[0] !== 18) throw new Error(`expected 6 x = 18, got ${gradients!.dataSync()}`);
      },
    },
  },
  'in-place update of a tensor saved for backward': {
    misuses: [
      misuse('assign between forward and backward', 'GradError', ['mul', 'version', 'assigned'], (watch) => {
        const x = watch(ones([2]));
        const weight = parameter(tensor([1, 2]));
        weight.dataSync(); // a parameter takes its memory when it is first read
        const next = watch(tensor([5, 6]));
        return () =>
          valueAndGrad(x, () => {
            const y = sum(mul(x, weight));
            weight.assign(next);
            return y;
          });
      }),
    ],
    holds: {
      'tensors have no way to be written in place': () => {
        const backend: Backend = getBackend();
        const x = add(ones([2], { backend }), 1);
        if ('assign' in x) throw new Error('a tensor can be assigned to');
      },
    },
  },
};
