import { checkInteger, type DType, ShapeError } from '@ostinato/base';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { add } from './binary.ts';
import { greaterEqual, lessEqual } from './compare.ts';
import { arange } from './creation.ts';
import { checkTensor } from './make.ts';
import { reshape } from './reshape.ts';
import { where } from './where.ts';

/** One triangle of each matrix of the last two axes; `diagonal` moves its edge, upward when positive. */
function triangle(name: 'tril' | 'triu', keeps: typeof lessEqual) {
  return <D extends DType>(x: Tensor<D>, diagonal = 0): Tensor<D> => {
    checkTensor(name, 'x', x);
    checkInteger(name, 'diagonal', diagonal);
    if (x.rank < 2) throw new ShapeError(`${name}: expected at least two axes, got [${x.shape}].`);
    const [rows, cols] = x.shape.slice(-2) as [number, number];
    const { backend } = x;
    return tidy(() => {
      const edge = add(reshape(arange(rows, { backend }), [rows, 1]), diagonal);
      return where<D>(keeps(arange(cols, { backend }), edge), x, 0);
    });
  };
}

/** The lower triangle of each matrix `[..., rows, cols]`, 0 elsewhere: what column `j <= i + diagonal` of row `i` holds. @throws ShapeError */
export const tril = triangle('tril', lessEqual);

/** The upper triangle of each matrix `[..., rows, cols]`, 0 elsewhere: what column `j >= i + diagonal` of row `i` holds. @throws ShapeError */
export const triu = triangle('triu', greaterEqual);
