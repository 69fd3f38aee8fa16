import type { Tensor } from '@ostinato/tensor';
import type { HostValues } from './compare.ts';
import type { GoldenCase } from './golden-case.ts';

/** A stored tensor and what the project computed for it. */
export interface Check {
  /** Name of the stored tensor. */
  readonly tensor: string;
  /** `undefined` when the project did not compute it, which fails. */
  readonly got: HostValues | undefined;
  /** Which of the case's tolerances holds. */
  readonly tolerance: 'fwd' | 'grad' | 'losses' | 'final';
  /** Elements that must be equal to the reference. */
  readonly exact?: (index: number) => boolean;
}

/**
 * Runs a case on the current backend. It must return a check for every tensor that the case stores as a result.
 * @throws Uncovered when the project does not have what the case needs
 */
export type Adapter = (golden: GoldenCase) => Check[];

/** The values of a tensor now. */
export function valuesOf(x: Tensor): HostValues {
  return { shape: x.shape, data: x.dataSync() };
}
