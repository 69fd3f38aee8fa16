import type { PairSource, Source } from './inputs.mjs';

export interface Accuracy {
  readonly inputs: number;
  readonly exact: number;
  readonly ulp: number;
  readonly where: string;
  readonly wrong: readonly string[];
}
export interface Kernels {
  readonly kernels: Readonly<Record<string, (...args: number[]) => void>>;
}
type Formula = (x: number, y: number) => number;

export function loadKernels(variant?: string): Promise<Kernels>;
export function ulpError(got: number, wanted: number): number;
export function measureUnary(subject: Kernels, name: string, formula: (x: number) => number, source: Source): Accuracy;
export function measureBinary(subject: Kernels, name: string, formula: Formula, source: PairSource): Accuracy;
export function measureScalar(
  subject: Kernels,
  name: string,
  value: number,
  formula: Formula,
  source: Source,
): Accuracy;
export function joined(parts: readonly Accuracy[]): Accuracy;
