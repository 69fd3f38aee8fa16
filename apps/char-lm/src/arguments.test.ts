import { ArgumentError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

describe('readArguments', () => {
  it('trains by default', () => {
    expect(readArguments([])).toMatchObject({ command: 'train', backend: 'wasm', resume: false, seed: 1 });
  });

  it('reads a sample command with a prompt of several words', () => {
    const read = readArguments(['sample', '--prompt', 'Call me', '--temperature', '0.5']);
    expect(read).toMatchObject({ command: 'sample', prompt: 'Call me', temperature: 0.5 });
  });

  it.each([
    [['--resme'], 'Did you mean --resume?'],
    [['sample', 'Call', 'me'], 'put texts in quotes'],
    [['--temperature', '0'], '--temperature must be greater than 0, got 0'],
    [['--steps', 'many'], '--steps must be a whole number, got "many"'],
    [['--seed', '-1'], 'ambiguous'],
    [['--prompt'], 'argument missing'],
  ])('explains %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(ArgumentError);
    expect(() => readArguments(args)).toThrow(message);
  });
});
