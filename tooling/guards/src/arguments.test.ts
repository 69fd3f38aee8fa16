import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

const read = (...args: string[]) => readArguments(args, ['knip', 'exports']);

it('takes no names for all, and --write exports for that guard', () => {
  expect(read()).toEqual({ guards: ['knip', 'exports'], write: false });
  expect(read('knip')).toEqual({ guards: ['knip'], write: false });
  expect(read('--write', 'exports')).toEqual({ guards: ['exports'], write: true });
  expect(read('knip', '--write', 'exports')).toEqual({ guards: ['knip'], write: true });
});

it('throws at what it does not know', () => {
  expect(() => read('knipp')).toThrow('No guard called knipp; there are knip, exports');
  expect(() => read('--write', 'sizes')).toThrow(/only exports can be written/);
  expect(() => read('--write')).toThrow(/argument missing/);
  expect(() => read('--all')).toThrow(/Unknown option/);
});
