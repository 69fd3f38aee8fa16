import { NumericError } from '@ostinato/base';
import type { Tensor } from '@ostinato/tensor';
import type { GradientMap } from '../optimizers/optimizer.ts';
import { nonFiniteEntry } from './batch-tensors.ts';

/** The first element of the first tensor that is not finite, in words. */
async function firstNonFinite(
  kind: string,
  tensors: Iterable<readonly [string, Tensor | undefined]>,
): Promise<string | undefined> {
  for (const [key, tensor] of tensors) {
    const data = (await tensor?.data()) ?? new Float32Array(0);
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return `${kind} "${key}": element ${at} is ${data[at]}`;
  }
  return undefined;
}

/** What one step computed. */
export interface StepValues {
  readonly step: number;
  readonly loss: number;
  readonly norm: number;
  readonly batch: object;
  readonly parameters: Iterable<readonly [string, Tensor]>;
  readonly gradients: GradientMap;
}

/**
 * Checks that the loss and every gradient are finite. Gradients are only read where their norm is not finite, to find the
 * place; a norm that overflowed over finite gradients passes.
 * @throws NumericError naming the step and the first culprit: in the batch, the parameters, the gradients
 */
export async function checkFinite({ step, loss, norm, batch, parameters, gradients }: StepValues): Promise<void> {
  if (Number.isFinite(loss) && Number.isFinite(norm)) return;
  const inGradients = async (): Promise<string | undefined> => firstNonFinite('gradient of', gradients);
  const where = nonFiniteEntry(batch) ?? (await firstNonFinite('parameter', parameters)) ?? (await inGradients());
  if (Number.isFinite(loss) && where === undefined) return;
  const what = Number.isFinite(loss)
    ? `a gradient of step ${step} is not finite`
    : `the loss of step ${step} is ${loss}`;
  const found =
    where === undefined ? 'All parameters and gradients are finite' : `The first that is not finite: ${where}`;
  throw new NumericError(
    `trainStep: ${what}. ${found}. Nothing was changed; try a lower learning rate, set clipNorm, or look at the batch.`,
  );
}
