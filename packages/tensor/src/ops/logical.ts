import type { Tensor } from '../tensor.ts';
import { matrixOf, runBinary } from './define-binary.ts';
import { checkTensor, makeTensor } from './make.ts';

type Mask = Tensor<'bool'>;

/** An operation of two masks, broadcasting. Masks have no gradient. */
function logical(
  name: 'logicalAnd' | 'logicalOr' | 'logicalXor',
  kernel: 'logical.and' | 'logical.or' | 'logical.xor',
) {
  return (a: Mask, b: Mask): Mask =>
    runBinary(name, kernel, checkTensor(name, 'a', a, 'bool'), checkTensor(name, 'b', b, 'bool'), 'bool');
}

/** Where both are true. @throws ShapeError, DTypeError */
export const logicalAnd = logical('logicalAnd', 'logical.and');
/** Where at least one is true. @throws ShapeError, DTypeError */
export const logicalOr = logical('logicalOr', 'logical.or');
/** Where exactly one is true. @throws ShapeError, DTypeError */
export const logicalXor = logical('logicalXor', 'logical.xor');

/** Where `x` is false. @throws DTypeError */
export function logicalNot(x: Mask): Mask {
  checkTensor('logicalNot', 'x', x, 'bool');
  const out = makeTensor(x.backend, x.shape, 'bool');
  const [rows, cols] = matrixOf(x.shape);
  x.backend.kernels.logicalNot(out.storage(), x.storage(), rows, cols, cols, cols);
  return out;
}
