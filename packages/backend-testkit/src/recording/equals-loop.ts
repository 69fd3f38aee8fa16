import type { Backend } from '@ostinato/backend';
import { expectSame } from '../laws/law.ts';
import { expectIdentical, expectSameOutcome } from './same.ts';
import type { StepRow } from './step-row.ts';
import { Subject } from './subject.ts';
import { allVariants, textOf, type Use, type Variant, variants } from './variant.ts';

/** The runs of a row: each variant with a loss of everything, some with a loss of less, and some without gradients. */
function runsOf(full: boolean): (readonly [Variant, Use])[] {
  const uses: readonly Use[] = ['all', 'nothing', 'outputs', 'state'];
  if (full) return allVariants.flatMap((variant) => uses.map((use) => [variant, use] as const));
  return [
    ...variants.map((variant) => [variant, 'all'] as const),
    ...uses.slice(1).map((use) => [variants[3]!, use] as const),
  ];
}

/** Values to the bit, gradients but for the order of sums, and draws are those of the loop, also at the second run. */
export async function equalsLoop(backend: Backend, row: StepRow, full: boolean): Promise<void> {
  const subject = new Subject(backend, row);
  try {
    for (const [variant, use] of runsOf(full)) {
      const what = `${textOf(variant)}, of which ${use} is used`;
      const wanted = await subject.run(variant, use, true);
      const first = await subject.run(variant, use);
      expectSameOutcome(backend, what, first, wanted);
      if (use === 'all') expectIdentical(`${what}, once more`, await subject.run(variant, use), first);
    }
  } finally {
    subject.dispose();
  }
}

const begins = {
  rows: 'Recorded for any number of sequences.',
  'fixed-batch': 'Recorded for one batch size',
  loop: '',
} as const;

/** A step is recorded once for all batch sizes, lengths and directions, if its rows can be told apart; it is never called again. */
export async function isRecordedOnce(backend: Backend, row: StepRow): Promise<void> {
  const subject = new Subject(backend, row);
  try {
    const listing = subject.explain(variants[0]!, 'all');
    expectSame('how it runs', listing.slice(0, Math.max(1, begins[row.manner].length)), begins[row.manner]);
    const isMade = row.manner !== 'fixed-batch';
    const others = variants.filter(
      ({ trace, batch, lengths }) =>
        trace !== true && (isMade || batch === variants[0]!.batch) && lengths?.every((length) => length === 0) !== true,
    );
    if (!isMade) await subject.run(others.at(-1)!, 'all'); // padding is another program
    for (const variant of others) {
      const before = subject.calls;
      await subject.run(variant, 'all');
      const expected = row.manner === 'loop' ? before + variant.steps : before;
      expectSame(`calls of the step for ${textOf(variant)}`, subject.calls, expected);
    }
  } finally {
    subject.dispose();
  }
}

/** Recording is the same every time. */
export async function recordsTheSame(backend: Backend, row: StepRow): Promise<void> {
  const listings = [1, 2].map(() => {
    const subject = new Subject(backend, row);
    try {
      return subject.explain(variants[3]!, 'all');
    } finally {
      subject.dispose();
    }
  });
  expectSame('the second listing', listings[1], listings[0]);
}
