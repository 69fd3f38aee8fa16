import type { Kernels } from '@ostinato/backend';
import { backendOf, makeTensor } from '../ops/make.ts';
import { reshape } from '../ops/reshape.ts';
import { sum } from '../ops/sum.ts';
import { differentiable } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { isFirstOrder } from './is-first-order.ts';

type Floats = Tensor<'float32'>;

/**
 * `(x - mean) / sqrt(variance + epsilon) * weight + bias` over the last axes of x, which are those of `weight` and `bias`:
 * `[..., normalized]` to the same shape. @throws BackendError
 */
export function fusedLayerNorm(x: Floats, weight: Floats, bias: Floats, epsilon: number): Floats | undefined {
  const { layerNorm, layerNormBackward, layerNormWeight } = backendOf('layerNorm', x, weight, bias).kernels;
  if (layerNorm === undefined || layerNormBackward === undefined || layerNormWeight === undefined) return undefined;
  if (!isFirstOrder() || weight.size === 0) return undefined;
  const cols = weight.size;
  const rows = x.size / cols;
  return tidy(() => {
    const [out, mean, rstd] = [floats(x, x.shape), floats(x, [rows]), floats(x, [rows])];
    const made = [out, mean, rstd].map((tensor) => tensor.storage());
    const given = [x, weight, bias].map((tensor) => tensor.storage());
    layerNorm(made[0], made[1], made[2], given[0], given[1], given[2], rows, cols, cols, cols, epsilon);
    return differentiable('layerNorm', [x, weight, bias], out, [x, weight, mean, rstd] as const, [
      (g, saved) => slopeOfX(layerNormBackward, g, saved, rows, cols),
      (g, saved) => slopeOfWeight(layerNormWeight, g, saved, rows, cols),
      (g) => reshape(sum(reshape(g, [rows, cols]), 0), bias.shape), // added to every row
    ]);
  });
}

/** What the gradients need: x, weight, and the mean and 1 / standard deviation of each row. */
type Saved = readonly [x: Floats, weight: Floats, mean: Floats, rstd: Floats];

type Kernel<N extends keyof Kernels> = NonNullable<Kernels[N]>;

/** `rstd (h - mean(h) - n mean(h n))` with `h = g weight` and `n = (x - mean) rstd`. */
function slopeOfX(
  run: Kernel<'layerNormBackward'>,
  g: Floats,
  [x, weight, mean, rstd]: Saved,
  rows: number,
  cols: number,
): Floats {
  const out = floats(x, x.shape);
  const [factors, means, rstds] = [weight.storage(), mean.storage(), rstd.storage()];
  run(out.storage(), g.storage(), x.storage(), factors, means, rstds, rows, cols, cols, cols, cols);
  return out;
}

/** `sum over rows of g n`. */
function slopeOfWeight(
  run: Kernel<'layerNormWeight'>,
  g: Floats,
  [x, weight, mean, rstd]: Saved,
  rows: number,
  cols: number,
): Floats {
  const out = floats(x, weight.shape);
  run(out.storage(), g.storage(), x.storage(), mean.storage(), rstd.storage(), rows, cols, cols, cols);
  return out;
}

const floats = (like: Floats, shape: readonly number[]): Floats => makeTensor(like.backend, shape, 'float32');
