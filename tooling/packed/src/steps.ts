import type { Bench } from './bench.ts';
import { checkEntries, checkProgram } from './consumer/consumer.ts';
import { checkExamples } from './examples/examples.ts';
import { checkValid } from './valid/valid.ts';

export interface StepResult {
  readonly problems: readonly string[];
  /** What was looked at. */
  readonly note?: string;
}

/** The steps by name, in the order in which they run. */
export const steps: Readonly<Record<string, (bench: Bench) => Promise<StepResult>>> = {
  valid: async ({ packed }) => ({ problems: await checkValid(packed) }),
  consumer: async ({ root, packed, folder, everything }) => {
    const program = checkProgram(root, packed, folder('consumer'));
    const entries = everything().then((all) => checkEntries(packed, all));
    return { problems: (await Promise.all([program, entries])).flat() };
  },
  examples: async ({ root, packed, everything }) => {
    const { problems, ran, parsed } = await checkExamples(root, packed, await everything());
    return { problems, note: `${ran} examples ran, ${parsed} fragments parsed` };
  },
};
