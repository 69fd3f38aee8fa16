import type { Kernel, KernelFunction } from '../kernel.ts';
import { attentionKernels } from './attention.ts';
import { fusedKernels } from './fused.ts';
import { movement } from './movement.ts';
import { optimizerSteps, pointwise } from './pointwise.ts';
import { biasedProducts, packedProducts, products } from './products.ts';
import { rowKernels } from './rows.ts';

const required = { ...pointwise, ...products, ...rowKernels, ...movement };
const optional = { ...biasedProducts, ...packedProducts, ...optimizerSteps, ...fusedKernels, ...attentionKernels };

/** Every kernel by name. Backends implement it, programs plan by it, test suites check its claims. */
export const kernelTable = { ...required, ...optional } satisfies Record<string, Kernel>;

/** Name of a kernel: `matmul.nt`, `unary.exp`. */
export type KernelName = keyof typeof kernelTable;

/** Names of the kernels that every backend has. */
export type RequiredKernelName = keyof typeof required;

/** Names of the kernels that a backend may lack. */
export type OptionalKernelName = keyof typeof optional;

/** The functions of a backend with storages of type `S`: a missing required kernel is a compile error. */
export type Kernels<S = unknown> = {
  readonly [N in RequiredKernelName]: KernelFunction<S, (typeof kernelTable)[N]>;
} & {
  readonly [N in OptionalKernelName]?: KernelFunction<S, (typeof kernelTable)[N]>;
};

/** The row of a kernel, with the general type. */
export function kernelRow(name: KernelName): Kernel {
  return kernelTable[name];
}
