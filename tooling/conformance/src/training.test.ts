import { expect, it } from 'vitest';
import { nodeSubjects } from './node-subjects.ts';
import { checkTraining, type Subject } from './record.ts';

/** Threads are no other arithmetic, and slow where they share every call. */
const subjects = (await nodeSubjects()).filter(({ name }) => !name.includes('threads'));

it.each(subjects)('an embedding and an LSTM train on $name as on js', async ({ make, left }: Subject) => {
  const backend = await make();
  const before = left?.();
  await checkTraining(backend);
  backend.dispose();
  expect(left?.()).toBe(before);
});
