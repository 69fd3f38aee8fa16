import type { Backend } from '../../backend.ts';
import { kernelRow, type KernelName } from '../../table/table.ts';
import { type CallPlan, kernelCall, type KernelCall } from '../kernel-call.ts';
import type { Spacing } from '../placed.ts';

/** One claim that a backend must fulfil. `check` throws, saying what is wrong, when it does not. */
export interface Law {
  /** What is claimed, as the title of a test. */
  readonly name: string;
  /** Runs the claim. */
  readonly check: () => void | Promise<void>;
}

/** Options of `kernelLaws`. */
export interface KernelLawOptions {
  /** Whether sums and products are rounded once, so that they must equal the reference to the bit. Default `false`. */
  readonly exactSums?: boolean;
}

/** A claim about one kernel. */
export interface KernelClaim {
  readonly says: string;
  readonly check: (backend: Backend, name: KernelName, options: KernelLawOptions) => Promise<void>;
}

/** The error of a broken law. */
export function broken(call: KernelCall, message: string): Error {
  return new Error(`kernel ${call.name} ${JSON.stringify(call.numbers)}: ${message}`);
}

/** Builds a call, hands it to `use`, and frees it whatever happens. */
export async function withCall<R>(
  backend: Backend,
  name: KernelName,
  plan: CallPlan,
  use: (call: KernelCall) => R | Promise<R>,
): Promise<R> {
  const call = kernelCall(backend, name, plan);
  try {
    return await use(call);
  } finally {
    call.free();
  }
}

/** The ways in which operands can lie on a backend. */
export function spacingsOf(backend: Backend): readonly Spacing[] {
  return backend.at === undefined ? ['tight', 'repeated'] : ['tight', 'padded', 'repeated'];
}

/** Values as text that tells -0 from 0. */
export function bits(values: Iterable<number>): string {
  return Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value))).join();
}

/** Whether a backend may lack this kernel, and does. */
export function isLacking(backend: Backend, name: KernelName): boolean {
  return kernelRow(name).optional && backend.kernels[name] === undefined;
}
