import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempRepository, tempTree } from './temp-tree.ts';
import { copyTree } from './tree.ts';

it('copies what git keeps, and fails where there is nothing', () => {
  const from = tempRepository({ '.gitignore': 'dist\n', dist: 'x', 'src/a.ts': 'a' });
  const to = tempTree({});
  expect(copyTree(from, to)).toBe(2);
  expect(readFileSync(join(to, 'src/a.ts'), 'utf8')).toBe('a');
  expect(existsSync(join(to, 'dist'))).toBe(false);
  expect(() => copyTree(tempRepository({}), to)).toThrow('git lists no files');
});
