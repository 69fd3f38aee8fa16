import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';
import { applyPlan } from './apply.ts';
import { nameForms } from './name-forms.ts';

const plan = {
  kind: 'op',
  forms: nameForms('a'),
  made: [
    { path: 'deep/down/a.ts', text: 'a' },
    { path: 'b.ts', text: 'b' },
  ],
  changed: [{ path: 'index.ts', text: 'new' }],
} as const;

const tree = () => tempTree({ 'index.ts': 'old' });
const expectNothingWritten = (root: string) => {
  expect(existsSync(join(root, 'deep'))).toBe(false);
  expect(readFileSync(join(root, 'index.ts'), 'utf8')).toBe('old');
};

it('writes all files, and makes their folders', () => {
  const root = tree();
  applyPlan(root, plan);
  expect(readFileSync(join(root, 'deep/down/a.ts'), 'utf8')).toBe('a');
  expect(readFileSync(join(root, 'index.ts'), 'utf8')).toBe('new');
});

it('never writes over a file that it is to make', () => {
  const root = tree();
  writeFileSync(join(root, 'b.ts'), 'mine');
  expect(() => applyPlan(root, plan)).toThrow('EEXIST');
  expectNothingWritten(root);
  expect(readFileSync(join(root, 'b.ts'), 'utf8')).toBe('mine');
});

it('takes everything back when a file cannot be written', () => {
  const root = tree();
  rmSync(join(root, 'index.ts'));
  mkdirSync(join(root, 'index.ts'));
  expect(() => applyPlan(root, plan)).toThrow('EISDIR');
  expect(readdirSync(root)).toEqual(['index.ts']);
});

it('takes everything back when what comes after fails', () => {
  const root = tree();
  const fail = () => {
    throw new Error('no formatter');
  };
  expect(() => applyPlan(root, plan, fail)).toThrow('no formatter');
  expectNothingWritten(root);
  expect(readdirSync(root)).toEqual(['index.ts']);
});
