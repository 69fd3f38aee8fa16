import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { bundleByEsbuild, bundleByVite } from './bundles.ts';
import { checkSameResult } from './same-result.ts';

it('bundles a program into files that print the same', async () => {
  const folder = tempTree({
    'package.json': { type: 'module' },
    'program.ts': `import { a } from './a.ts';\nconsole.log(a satisfies number);\n`,
    'a.ts': 'export const a = 42;\n',
    'plain.js': 'console.log(42);\n',
  });
  const bundles = [await bundleByEsbuild(folder, 'program.ts'), await bundleByVite(folder, 'program.ts')];
  expect(await checkSameResult(folder, [join(folder, 'plain.js'), ...bundles])).toEqual([]);
});

it('fails at a program that needs Node', async () => {
  const folder = tempTree({ 'program.ts': `import { readFileSync } from 'node:fs';\nconsole.log(readFileSync);\n` });
  await expect(bundleByEsbuild(folder, 'program.ts')).rejects.toThrow('node:fs');
});

it('reports results that differ, programs that fail and programs that print nothing', async () => {
  const folder = tempTree({ 'one.js': 'console.log(1);', 'two.js': 'console.log(2);', 'bad.js': 'x;', 'none.js': '' });
  const check = (...names: string[]) =>
    checkSameResult(
      folder,
      names.map((name) => join(folder, name)),
    );
  const [differs, fails] = await check('one.js', 'two.js', 'bad.js');
  expect(differs).toBe('two.js: printed\n2\nexpected\n1\n');
  expect(fails).toMatch(/^bad.js: ended with code 1:[^]*ReferenceError/);
  expect(await check('none.js')).toEqual([expect.stringContaining('nothing to compare')]);
});
