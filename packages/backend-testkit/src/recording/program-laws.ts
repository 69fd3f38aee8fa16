import type { Backend } from '@ostinato/backend';
import { GradError, OutOfMemoryError } from '@ostinato/base';
import {
  add,
  type Parameter,
  tensor,
  type Tensor,
  tensorsIn,
  tidy,
  valueAndGrad,
  withBackend,
  zeros,
} from '@ostinato/tensor';
import { looped } from '@ostinato/tensor/testing';
import { compare } from '../laws/compare.ts';
import { caught, expectNoLeak, expectSame } from '../laws/law.ts';
import { limited, watched } from '../laws/limited.ts';
import { readAll } from '../laws/samples.ts';
import type { StepRow } from './step-row.ts';
import { type Given, lossOf, Subject } from './subject.ts';
import { recurrentSteps } from './steps/recurrent.ts';
import { treeSteps } from './steps/trees.ts';
import { allowed } from './same.ts';
import type { Variant } from './variant.ts';

type Floats = Tensor<'float32'>;

const rowOf = (rows: readonly StepRow[], name: string): StepRow => {
  const found = rows.find((row) => row.name === name);
  if (found === undefined) throw new Error(`there is no step "${name}" in the table`);
  return found;
};
const lstm = rowOf(recurrentSteps, 'an LSTM of one product and a split');
const nested = rowOf(treeSteps, 'nested states');

const [few, many]: readonly [Variant, Variant] = [
  { steps: 4, batch: 2 },
  { steps: 3, batch: 7, lengths: [1, 3, 0, 2, 3, 3, 1], reverse: true },
];

/** Uses a step on a backend, and frees its parameters. */
async function withStep<R>(backend: Backend, row: StepRow, use: (subject: Subject) => R | Promise<R>): Promise<R> {
  const subject = new Subject(backend, row);
  try {
    return await use(subject);
  } finally {
    subject.dispose();
  }
}

/** Losses of two scans of one step, one of which may depend on the other. */
const pairs: Readonly<Record<string, (subject: Subject, a: Given, b: Given) => Floats>> = {
  'the one and the other': (subject, a, b) => {
    const [first, second] = [subject.scan(a, few), subject.scan(b, many)];
    return add(lossOf([...tensorsIn(first)]), lossOf([...tensorsIn(second)]));
  },
  'the other and the one': (subject, a, b) => {
    const [second, first] = [subject.scan(b, many), subject.scan(a, few)];
    return add(lossOf([...tensorsIn(first)]), lossOf([...tensorsIn(second)]));
  },
  'one after the other': (subject, a) => {
    const first = subject.scan(a, few);
    const second = subject.scan({ ...a, init: first.state }, few);
    return add(lossOf([...tensorsIn(second.outputs)]), lossOf([...tensorsIn(first.outputs)]));
  },
  'only the first': (subject, a, b) => {
    const first = subject.scan(a, few);
    subject.scan(b, many);
    return lossOf([...tensorsIn(first)]);
  },
};

/** Runs of one program do not know of each other: gradients of two of them are those of the loops, in whatever order. */
async function areReentrant(backend: Backend): Promise<void> {
  await withStep(backend, lstm, async (subject) => {
    const gradientsOf = (loss: (typeof pairs)[string]) => {
      const [a, b] = [subject.inputs(few), subject.inputs(many, 1)];
      const targets = [...new Set([...subject.targets(a), ...subject.targets(b)])];
      const { gradients } = valueAndGrad(targets, () => loss(subject, a, b));
      return gradients.map((gradient, i) => gradient ?? zeros(targets[i]!.shape));
    };
    for (const [what, loss] of Object.entries(pairs)) {
      const run = () => withBackend(backend, () => tidy(() => gradientsOf(loss)));
      const [mine, right] = [await readAll(run()), await readAll(looped(run))];
      right.forEach(({ data }, i) => {
        const scale = Math.max(1, ...Array.from(data, Math.abs));
        compare(`${what}: gradient ${i}`, mine[i]!.data, data, allowed(backend) * scale, 0);
      });
    }
  });
}

/** A step takes no memory and makes no tensors: however many there are, a run takes as much as with few. */
async function takeNoMemory(backend: Backend): Promise<void> {
  for (const row of [lstm, nested]) {
    let allocations = 0;
    const counting = watched(backend, () => allocations++);
    await withStep(counting, row, (subject) => {
      const costs = (variant: Variant) => {
        const run = () =>
          withBackend(counting, () => {
            const [tensors, before] = [tensor(0).id, allocations];
            const given = subject.inputs(variant);
            valueAndGrad(subject.targets(given), () => lossOf([...tensorsIn(subject.scan(given, variant))]));
            return `${allocations - before} allocations, ${tensor(0).id - tensors} tensors`;
          });
        tidy(run); // recorded
        return tidy(run);
      };
      expectSame('what 9 steps take', costs({ steps: 9, batch: 3 }), costs({ steps: 2, batch: 3 }));
    });
  }
}

/** Memory that runs out at any allocation is an `OutOfMemoryError` that leaves nothing behind. */
async function surviveNoMemory(backend: Backend): Promise<void> {
  let failures = 0;
  for (let allowed = 0, failed = true; failed; allowed++) {
    await expectNoLeak(backend, `memory that ran out after ${allowed} allocations`, async () => {
      const limits = limited(backend, allowed);
      const error = await caught(() =>
        withStep(limits, nested, (subject) =>
          withBackend(limits, () =>
            tidy(() => {
              const given = subject.inputs(many);
              valueAndGrad(subject.targets(given), () => lossOf([...tensorsIn(subject.scan(given, many))]));
            }),
          ),
        ),
      );
      if (error !== undefined && !(error instanceof OutOfMemoryError)) throw error;
      failed = error !== undefined;
      failures += +failed;
    });
  }
  if (failures < 20) throw new Error(`memory ran out ${failures} times only: the law takes too little of it`);
}

/** A parameter that is assigned to between the passes is refused: the way back would use another value than the way forth. */
async function refuseChangedParameters(backend: Backend): Promise<void> {
  await withStep(backend, lstm, async (subject) => {
    const run = () =>
      withBackend(backend, () =>
        tidy(() => {
          const given = subject.inputs(few);
          valueAndGrad(subject.targets(given), () => {
            const { outputs } = subject.scan(given, few);
            const [weight] = subject.parameters as Parameter[];
            weight!.assign(add(weight!, 1));
            return lossOf([...tensorsIn(outputs)]);
          });
        }),
      );
    for (const which of ['first', 'second']) {
      const error = await caught(run);
      if (!(error instanceof GradError))
        throw new Error(`the ${which} run: expected a GradError, got ${String(error)}`);
    }
  });
}

/** What programs do beside being right. */
export const programLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'run inside each other': areReentrant,
  'take no memory for a step': takeNoMemory,
  'leave nothing behind when memory runs out': surviveNoMemory,
  'refuse parameters that changed before the gradient': refuseChangedParameters,
};
