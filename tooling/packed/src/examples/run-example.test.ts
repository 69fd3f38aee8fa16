import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import type { Example } from './example.ts';
import { runExample } from './run-example.ts';

const example: Example = { path: 'a.md', line: 1, language: 'js', code: '', lines: [1], isFragment: false };

it('ends an example that does not end', async () => {
  const folder = tempTree({ 'package.json': { type: 'module' }, 'a.js': 'setInterval(() => {}, 1000);' });
  const failures = await runExample({ example, source: 'a.js', program: join(folder, 'a.js') }, 0.5);
  expect(failures).toEqual([{ example, line: 1, problem: expect.stringContaining('killed after 0.5 s') }]);
});

it('fails where the compiler left nothing', async () => {
  const failures = await runExample({ example, source: 'a.js', program: join(tempTree({}), 'a.js') });
  expect(failures).toMatchObject([{ problem: 'was not compiled' }]);
});
