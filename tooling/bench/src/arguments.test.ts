import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

it('compares unless told otherwise', () => {
  expect(readArguments([])).toMatchObject({ command: 'compare', names: [], rounds: 3, budget: 6, runners: undefined });
  expect(readArguments(['A1', 'B*', '--rounds', '2'])).toMatchObject({
    command: 'compare',
    names: ['A1', 'B*'],
    rounds: 2,
  });
});

it('reads commands with their options', () => {
  const line = 'peer --workload A2 --threads 2 --budget 0.5 --backend wasm --relaxed';
  const expected = { command: 'peer', workload: 'A2', threads: 2, budget: 0.5, backend: 'wasm', relaxed: true };
  expect(readArguments(line.split(' '))).toMatchObject(expected);
  expect(readArguments(['kernels', 'matmul.nn'])).toMatchObject({ command: 'kernels', names: ['matmul.nn'] });
  expect(readArguments(['soak', '--help']).command).toBe('help');
  expect(readArguments(['A1', '--runners', 'js,torch1']).runners).toEqual(['js', 'torch1']);
});

it.each([
  ['--backend torch', '--backend is js, wasm or tfjs, not torch.'],
  ['--rounds 0', '--rounds is a whole number of 1 or more, not 0.'],
  ['--budget soon', '--budget is a number of seconds, not soon.'],
  ['peer', 'peer needs --workload ID.'],
  ['--speed', "Unknown option '--speed'"],
])('refuses %s', (line, message) => {
  expect(() => readArguments(line.split(' '))).toThrow(message);
});
