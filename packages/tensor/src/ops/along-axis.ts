import type { DType } from '@ostinato/base';
import { resolveAxis } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { checkTensor, makeTensor } from './make.ts';
import { transpose } from './permute.ts';

type Floats = Tensor<'float32'>;

/** An op on whole rows along any axis (default: the last): other axes are exchanged with the last and back. */
export function alongAxis<D extends DType = 'float32'>(name: string, rows: (x: Floats) => Tensor<D>) {
  return (x: Floats, axis = -1): Tensor<D> => {
    checkTensor(name, 'x', x, 'float32');
    const at = resolveAxis(name, axis, x.rank);
    if (at >= x.rank - 1) return rows(x);
    return tidy(() => transpose(rows(transpose(x, at, -1)), at, -1));
  };
}

/** `x` as rows of its last axis. */
export function rowsOf(x: Tensor): { rows: number; cols: number } {
  const cols = x.shape.at(-1) ?? 1;
  return { rows: cols === 0 ? 0 : x.size / cols, cols };
}

/** Runs a kernel that turns rows into rows of the same length. */
export function runRows(member: 'cumprod' | 'cumsum' | 'logSoftmax' | 'softmax', x: Floats): Floats {
  const out = makeTensor(x.backend, x.shape, 'float32');
  const { rows, cols } = rowsOf(x);
  x.backend.kernels[`row.${member}`](out.storage(), x.storage(), rows, cols, cols, cols);
  return out;
}
