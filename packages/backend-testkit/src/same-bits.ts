import type { Backend } from '@ostinato/backend';
import type { Law } from '@ostinato/backend/testing';
import { checkFunction } from '@ostinato/base';
import { once } from './laws/law.ts';
import { expectIdentical } from './recording/same.ts';
import type { StepRow } from './recording/step-row.ts';
import { stepTable } from './recording/steps/table.ts';
import { type Outcome, Subject } from './recording/subject.ts';
import { textOf, type Variant } from './recording/variant.ts';

/** Rows for several threads: as many for each; of different lengths, in reverse; and too few for all. */
const sizes: readonly Variant[] = [
  { steps: 3, batch: 16 },
  { steps: 6, batch: 11, lengths: [6, 1, 0, 3, 6, 2, 5, 5, 4, 1, 6], reverse: true },
  { steps: 3, batch: 1 },
];

/**
 * Two backends, one on a single thread and one on several, say, give the same bits for every step that is recorded: values, gradients
 * and draws, also when the whole is compiled. `check` throws, saying what differs.
 * @param one Makes the first backend, perhaps later; called once
 * @param other Makes the second
 * @throws ArgumentError when one of them is no function
 */
export function sameBitsLaws(one: () => Backend | Promise<Backend>, other: () => Backend | Promise<Backend>): Law[] {
  checkFunction('sameBitsLaws', 'one', one);
  checkFunction('sameBitsLaws', 'other', other);
  const both = [once(one), once(other)] as const;
  const check = async (row: StepRow): Promise<void> => {
    const subjects = await Promise.all(both.map(async (make) => new Subject(await make(), row)));
    const same = async (what: string, run: (subject: Subject) => Promise<Outcome>): Promise<void> => {
      const [wanted, got] = [await run(subjects[0]!), await run(subjects[1]!)];
      expectIdentical(what, got, wanted);
    };
    try {
      for (const size of row.manner === 'fixed-batch' ? sizes.slice(0, 1) : sizes)
        await same(textOf(size), (subject) => subject.run(size, 'all'));
      await same(`${textOf(sizes[1]!)}, without gradients`, (subject) => subject.run(sizes[1]!, 'nothing'));
      await same(`${textOf(sizes[0]!)}, compiled`, (subject) => subject.runCompiled(sizes[0]!));
    } finally {
      for (const subject of subjects) subject.dispose();
    }
  };
  return stepTable.map((row) => ({ name: `a step with ${row.name}: has the same bits`, check: () => check(row) }));
}
