import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Tree, tempTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';

// The part of the boundaries that the linter guards: cycles between files, and globals of one host only.
const root = fileURLToPath(new URL('../../..', import.meta.url));

function lint(files: Tree): string {
  const cwd = tempTree({ ...files, '.oxlintrc.json': readFileSync(join(root, '.oxlintrc.json'), 'utf8') });
  const { stdout, error } = spawnSync(join(root, 'node_modules/.bin/oxlint'), { cwd, encoding: 'utf8' });
  if (error) throw error;
  return stdout;
}

it('reports files that import each other', () => {
  const files = {
    'packages/nn/src/a.ts': `import { b } from './b.ts';\nexport const a = () => b;\n`,
    'packages/nn/src/b.ts': `import { a } from './a.ts';\nexport const b = () => a;\n`,
  };
  expect(lint(files)).toContain('import(no-cycle)');
});

it.each(['document.body', 'window', 'process.env', 'Buffer', 'self'])('reports the global of one host: %s', (code) => {
  expect(lint({ 'packages/nn/src/a.ts': `export const a = ${code};\n` })).toContain('no-restricted-globals');
});

it('accepts globals of every host, and those of its own host in an entry', () => {
  const files = {
    'packages/nn/src/a.ts': `export const a = () => fetch(new URL('https://example.org'));\n`,
    'packages/nn/src/node.ts': 'export const a = process.env;\n',
    'packages/nn/src/web.ts': 'export const a = document.body;\n',
  };
  expect(lint(files)).toContain('Found 0 warnings and 0 errors');
});
