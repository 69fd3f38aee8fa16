import { matmul, slice, tensor, tidy } from '@ostinato/tensor';
import { uniformValues } from '../data/generator.ts';
import { flopsOf } from './flops.ts';
import type { SquareProduct } from './workload.ts';

/** Products of two square matrices, as many as take a while; gives the first value of the last. */
export function squareProduct(workload: SquareProduct) {
  const { N } = workload;
  const [a, b] = [tensor(uniformValues(N * N, 1), [N, N]), tensor(uniformValues(N * N, 2), [N, N])];
  const inner = Math.max(1, Math.floor(1e8 / flopsOf(workload)));
  const product = (): number => tidy(() => slice(matmul(a, b), 0, 0, 1).dataSync()[0]!);
  const run = (): number => {
    for (let i = 1; i < inner; i++) tidy(() => void matmul(a, b));
    return product();
  };
  return { inner, run };
}
