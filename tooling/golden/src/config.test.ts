import { expect, it } from 'vitest';
import { Config, rowOf, Uncovered } from './config.ts';

it('reads options, with null as absent and infinity as a string', () => {
  const config = new Config({ size: 3, bias: null, norm: 'inf', dims: [0, 2], dim: 1, name: 'tanh' });
  expect(config.number('size')).toBe(3);
  expect(config.flag('bias', true)).toBe(true);
  expect(config.number('norm')).toBe(Infinity);
  expect([config.numberOrNumbers('dims'), config.numberOrNumbers('dim')]).toEqual([[0, 2], 1]);
  expect(config.text('name')).toBe('tanh');
  config.finish();
});

it('calls what nobody read, and what has another type, uncovered', () => {
  expect(() => new Config({ mystery: 1 }).finish()).toThrow(new Uncovered('option mystery'));
  expect(() => new Config({ size: 'large' }).number('size')).toThrow(Uncovered);
  expect(() => new Config({}).number('size')).toThrow(Uncovered);
  expect(() => new Config({ dropout: 0.5 }).only('dropout', 0)).toThrow(new Uncovered('dropout = 0.5'));
});

it('does not take inherited names for rows', () => {
  expect(rowOf('op', { add: 1 }, 'add')).toBe(1);
  expect(() => rowOf('op', { add: 1 }, 'constructor')).toThrow(new Uncovered('op constructor'));
  expect(() => rowOf('op', { add: 1 }, undefined)).toThrow(Uncovered);
});
