import { jsBackend } from '@ostinato/backend-js';
import { describe, expect, it } from 'vitest';
import { recordingLaws } from './index.ts';

const full = process.env['OSTINATO_FULL'] !== undefined;

describe('jsBackend in float64', () => {
  it.each(recordingLaws(() => jsBackend({ float: 'float64' }), { full }))('$name', ({ check }) => check());
});

/** Which calls are recorded does not depend on the precision, so programs and the typical steps stand for all. */
const typical = /^programs|an LSTM of one product|keys made of a memory|every dtype: is its loop|dropout|nested states/;

describe('jsBackend in float32', () => {
  const laws = recordingLaws(() => jsBackend(), { full });
  it.each(laws.filter(({ name }) => full || typical.test(name)))('$name', ({ check }) => check());
});

it('takes a function that makes a backend', () => {
  expect(() => recordingLaws(jsBackend() as never)).toThrow('recordingLaws: make must be a function');
});
