import type { Backend } from '@ostinato/backend';
import { kernelLaws, type Law } from '@ostinato/backend/testing';
import { checkFunction } from '@ostinato/base';
import { once } from './laws/law.ts';
import { opLaws } from './laws/op-laws.ts';

export function conformance(make: () => Backend | Promise<Backend>): Law[] {
  checkFunction('conformance', 'make', make);
  const [subject, other] = [once(make), once(make)];
  return [...kernelLaws(subject), ...opLaws(subject, other)];
}
