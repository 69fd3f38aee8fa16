import type { WatchedTfjs } from '@ostinato/backend-tfjs/testing';
import type { Subject } from './record.ts';

/** A watched tfjs backend, which must leave neither values nor tensors behind. */
export function tfjsSubject(name: string, { make, values }: WatchedTfjs, tensors: () => number): Subject {
  return { name, make, left: () => `${values()} values, ${tensors()} tensors` };
}
