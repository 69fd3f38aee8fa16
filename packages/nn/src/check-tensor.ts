import { type DType, DTypeError, typeError } from '@ostinato/base';
import { Tensor } from '@ostinato/tensor';

/** Checks that an argument is a tensor of one of these dtypes (default: float32). @throws ArgumentError, DTypeError */
export function checkTensor(where: string, name: string, x: unknown, ...dtypes: readonly DType[]): void {
  if (!(x instanceof Tensor)) throw typeError(where, name, 'a tensor', x);
  const allowed = dtypes.length === 0 ? ['float32'] : dtypes;
  if (!allowed.includes(x.dtype))
    throw new DTypeError(`${where}: ${name} must be ${allowed.join(' or ')}, got ${x.dtype}. Convert it with cast().`);
}
