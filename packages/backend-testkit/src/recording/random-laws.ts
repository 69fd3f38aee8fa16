import type { Backend } from '@ostinato/backend';
import { add, linear, mul, sigmoid, square, sub, sum, tanh, uniform } from '@ostinato/tensor';
import { randomStep } from './random-step.ts';
import { expectSameOutcome } from './same.ts';
import { features, hidden, stepRow, type StepRow } from './step-row.ts';
import { Subject } from './subject.ts';
import { textOf, type Variant } from './variant.ts';

/** Compares a step with its loop. */
async function equalsLoop(backend: Backend, row: StepRow, variants: readonly Variant[]): Promise<void> {
  const subject = new Subject(backend, row);
  try {
    for (const variant of variants) {
      const wanted = await subject.run(variant, 'all', true);
      // Where numbers grow without bound, the last bits of gradients say nothing.
      if (wanted.forward.some(({ data }) => data.some((value: number) => Math.abs(value) > 1e4))) continue;
      expectSameOutcome(backend, `${row.name}, ${textOf(variant)}`, await subject.run(variant, 'all'), wanted);
    }
  } finally {
    subject.dispose();
  }
}

/** How many random steps there are. More were tried once: 4800 of 3 to 32 instructions. */
const seeds = 30;

async function ofRandomSteps(backend: Backend): Promise<void> {
  for (let seed = 0; seed < seeds; seed++) {
    await equalsLoop(backend, randomStep(seed, 3 + ((7 * seed) % 24)), [
      { steps: 3, batch: 2 },
      { steps: 3, batch: 3, lengths: [1, 3, 0], reverse: seed % 2 === 0 },
    ]);
  }
}

/** Columns that make the values between input and state of all steps too large for one chunk of rows. */
const wide = 512;

const wideStep = stepRow('a wide layer in front of the state', (numbers) => {
  const [up, down] = [numbers.weight(wide, features), numbers.weight(hidden, wide)];
  return {
    step: (x, h) => {
      const a = tanh(linear(x, up));
      const b = mul(sigmoid(a), sub(square(a), uniform(a.shape)));
      const next = tanh(add(linear(mul(b, b), mul(down, 0.01)), h));
      return { output: add(next, sum(b, -1, { keepDims: true })), state: next };
    },
  };
});

/** Programs of any step are their loops. */
export const randomLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'of random instructions are their loops': ofRandomSteps,
  'whose rows run in chunks are their loops': (backend) =>
    equalsLoop(backend, wideStep, [
      { steps: 45, batch: 7, reverse: true },
      { steps: 60, batch: 7, lengths: [60, 33, 41, 60, 0, 57, 55] },
    ]),
};
