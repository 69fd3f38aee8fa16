import type { Backend } from '@ostinato/backend';
import type { Law } from '@ostinato/backend/testing';
import { checkFlags, checkFunction, checkOptions } from '@ostinato/base';
import { expectNoLeak, once } from './laws/law.ts';
import { compileFaultLaws } from './recording/compile-fault-laws.ts';
import { compileLaws } from './recording/compile-laws.ts';
import { equalsLoop, isRecordedOnce, recordsTheSame } from './recording/equals-loop.ts';
import { programLaws } from './recording/program-laws.ts';
import { randomLaws } from './recording/random-laws.ts';
import { sequenceLaws } from './recording/sequence-laws.ts';
import type { StepRow } from './recording/step-row.ts';
import { stepTable } from './recording/steps/table.ts';

/** Options of `recordingLaws`. */
export interface RecordingLawOptions {
  /** Whether every size meets every length and direction, which takes minutes. Default `false`. */
  readonly full?: boolean;
}

/**
 * Scans run as recorded programs give what their loops give, on a backend with addresses: the same values and draws to the bit and
 * the same gradients but for the order of sums, whatever the step does and however many rows, steps and lengths there are. Also:
 * steps are recorded once, programs can be run inside each other, and errors leave nothing behind. `check` throws, saying what is
 * wrong. Run them one after another: they share one backend (made when first needed) and count its storages.
 *
 * ```ts
 * for (const { name, check } of recordingLaws(() => myBackend())) it(name, check);
 * ```
 * @param make Makes a new backend, perhaps later; called once
 * @throws ArgumentError when `make` is no function
 */
export function recordingLaws(make: () => Backend | Promise<Backend>, options: RecordingLawOptions = {}): Law[] {
  checkFunction('recordingLaws', 'make', make);
  checkOptions('recordingLaws', options, ['full']);
  checkFlags('recordingLaws', { full: options.full });
  const subject = once(make);
  const law = (name: string, check: (backend: Backend) => Promise<void>): Law => ({
    name,
    check: async () => {
      const backend = await subject();
      await expectNoLeak(backend, name, () => check(backend));
    },
  });
  const ofStep = (row: StepRow): Law[] => [
    law(`a step with ${row.name}: is its loop`, (backend) => equalsLoop(backend, row, options.full === true)),
    law(`a step with ${row.name}: is recorded once`, (backend) => isRecordedOnce(backend, row)),
    law(`a step with ${row.name}: is recorded the same every time`, (backend) => recordsTheSame(backend, row)),
  ];
  return [
    ...Object.entries({ ...programLaws, ...sequenceLaws, ...randomLaws }).map(([name, check]) =>
      law(`programs ${name}`, check),
    ),
    ...Object.entries({ ...compileLaws, ...compileFaultLaws }).map(([name, check]) =>
      law(`a compiled function ${name}`, check),
    ),
    ...stepTable.flatMap(ofStep),
  ];
}
