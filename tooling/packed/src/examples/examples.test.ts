import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tempRepository, tempTree } from '@ostinato-workspace/workspace/testing';
import { checkExamples, type ExamplesResult } from './examples.ts';

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));

/** Every example of the page is two lines of code; the fences make it four. */
const page = [
  ['ts', 'type A = number;', 'console.log(1 satisfies A); // 1'],
  ['js', 'import { readdirSync } from "node:fs";', 'console.log(readdirSync(".")); // []'],
  ['ts', 'interface B { b: 1 }', 'console.log(1 + 1); // 3'],
  ['ts', 'const n: number = "text";', 'console.log(n); // text'],
  ['ts', '', 'throw new Error("planted");'],
  ['ts fragment', 'it(name, check);', 'const {'],
  ['ts fragment', 'it(name, check);', ''],
  ['ts', 'const {', ''],
];

function run(text: string): Promise<ExamplesResult> {
  const root = tempRepository({ 'README.md': text, '.gitignore': 'node_modules' });
  symlinkSync(join(workspace, 'node_modules'), join(root, 'node_modules'));
  return checkExamples(root, [], tempTree({ 'package.json': { type: 'module' } }));
}

it('runs examples as they are written and compares what they print', async () => {
  const text = page.map(([language, ...code]) => [`\`\`\`${language}`, ...code, '```'].join('\n')).join('\n');
  const { problems, ...count } = await run(text);
  expect(count).toEqual({ ran: 2, parsed: 1 });
  expect(problems).toEqual([
    expect.stringMatching(/^README.md:2[34]: does not parse: /),
    expect.stringMatching(/^README.md:(30|31): does not parse: /),
    expect.stringMatching(/^README.md:14: error TS2322: /),
    'README.md:11: printed "2"; the comment says "3"',
    expect.stringMatching(/^README.md:19: ended with code 1:[^]*Error: planted/),
  ]);
});

it('fails where there are no examples', async () => {
  expect((await run('# Nothing')).problems).toEqual([expect.stringContaining('no examples found')]);
});
