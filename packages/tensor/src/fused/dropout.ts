import type { RandomGenerator } from '../random-generator.ts';
import { matrixOf } from '../ops/define-binary.ts';
import { makeTensor } from '../ops/make.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';

type Floats = Tensor<'float32'>;

/**
 * `x / keep` where `bernoulli(x.shape, keep, { generator })` is true, else `x 0`: the bits of the product with the mask. Of the mask a
 * byte for each element is kept for the gradient.
 */
export function fusedDropout(x: Floats, keep: number, generator: RandomGenerator): Floats | undefined {
  const { dropout, dropoutBackward } = x.backend.kernels;
  if (dropout === undefined || dropoutBackward === undefined) return undefined;
  const factor = keep === 0 ? 1 : 1 / keep;
  const scale = x.backend.float === 'float32' ? Math.fround(factor) : factor;
  const [rows, cols] = matrixOf(x.shape);
  const { key, draw, step, call } = generator.next();
  return tidy(() => {
    const [out, mask] = [makeTensor(x.backend, x.shape, 'float32'), makeTensor(x.backend, x.shape, 'bool')];
    const operands = [out.storage(), mask.storage(), x.storage()] as const;
    dropout(...operands, rows, cols, cols, cols, cols, 0, key[0], key[1], draw, step, call, keep, scale);
    return differentiable('dropout', [x], out, [mask] as const, [(g, [m]) => dropAgain(g, m, scale)]);
  });
}

/** `g scale` where the mask is true, which is its own gradient rule. */
function dropAgain(g: Floats, mask: Tensor<'bool'>, scale: number): Floats {
  const out = makeTensor(g.backend, g.shape, 'float32');
  const [rows, cols] = matrixOf(g.shape);
  const run = g.backend.kernels.dropoutBackward!;
  run(out.storage(), g.storage(), mask.storage(), rows, cols, cols, cols, cols, scale);
  return differentiable('dropout', [g], out, [mask] as const, [(h, [m]) => dropAgain(h, m, scale)]);
}
