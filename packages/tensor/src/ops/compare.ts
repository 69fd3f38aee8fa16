import { DTypeError, typeError } from '@ostinato/base';
import { Tensor } from '../tensor.ts';
import { isNumber } from '../compile/host.ts';
import { runBinary } from './define-binary.ts';
import { checkTensor } from './make.ts';
import { freeingNumbers, scalarOf } from './number-operand.ts';

type Member = 'equal' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual' | 'notEqual';
type Number = Tensor<'float32'> | Tensor<'int32'> | number;

/** A comparison of two float32 or two int32 operands, broadcasting, giving bool. Comparisons have no gradient. */
function comparison(name: Member) {
  const run = (a: Number, b: Number): Tensor<'bool'> => {
    const sample = a instanceof Tensor ? a : b;
    if (!(sample instanceof Tensor)) throw typeError(name, 'one of the operands', 'a tensor', a);
    const { dtype, backend } = sample;
    const [x, y] = [a, b].map((operand, i) =>
      isNumber(operand)
        ? scalarOf(operand, { dtype, backend })
        : checkTensor(name, 'ab'[i]!, operand, 'float32', 'int32'),
    ) as [Tensor, Tensor];
    if (x.dtype !== y.dtype)
      throw new DTypeError(`${name}: cannot compare ${x.dtype} with ${y.dtype}. Convert one with cast().`);
    return runBinary(name, `${dtype === 'int32' ? 'compareInt' : 'compare'}.${name}`, x, y, 'bool');
  };
  return (a: Number, b: Number): Tensor<'bool'> => freeingNumbers([a, b], () => run(a, b));
}

/** Where `a === b`; NaN equals nothing. */
export const equal = comparison('equal');
/** Where `a > b`. */
export const greater = comparison('greater');
/** Where `a >= b`. */
export const greaterEqual = comparison('greaterEqual');
/** Where `a < b`. */
export const less = comparison('less');
/** Where `a <= b`. */
export const lessEqual = comparison('lessEqual');
/** Where `a !== b`. */
export const notEqual = comparison('notEqual');
