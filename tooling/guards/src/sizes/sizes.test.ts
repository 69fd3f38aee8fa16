import { expect, it } from 'vitest';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { checkSizes } from './sizes.ts';

/** Does not compress below about 0.75 byte a character, and no minifier can drop it. */
const noise = (length: number) =>
  JSON.stringify(
    Array.from({ length }, (_, index) => String.fromCharCode(33 + (((index * index * 7919) % 8999) % 90))).join(''),
  );

function workspace(): string {
  return tempTree({
    'packages/a/package.json': { name: '@ostinato/a', exports: { '.': { default: './dist/index.js' } } },
    'packages/a/dist/index.js': `export * from './large.js'; export { b } from '@ostinato/b'; export * from './node.js';`,
    'packages/a/dist/large.js': `export const large = ${noise(3000)};`,
    'packages/a/dist/node.js': `import 'node:fs'; export const veryLongName = 1;`,
  });
}

it('measures what a package adds, other packages left out', async () => {
  const { problems, figures } = await checkSizes(workspace(), { a: { kB: 4, planned: 4 } });
  expect(problems).toEqual([]);
  expect(Number(/a (.*)\/4$/.exec(figures)?.[1])).toBeGreaterThan(1);
});

it('reports a package above its budget and what takes the room', async () => {
  expect((await checkSizes(workspace(), { a: { kB: 1, planned: 1 } })).problems).toEqual([
    expect.stringMatching(/^packages\/a: \d\.\d\d kB, at most 1; the largest modules: large.js \d\d %, /),
  ]);
});

it.each([
  ['a package without a row', {}, [/packages\/a: has no row/]],
  ['a row without a package', { a: { kB: 4, planned: 4 }, b: { kB: 1, reason: 'r' } }, [/b: no such package/]],
  ['a raised row without a reason', { a: { kB: 5, planned: 4 } }, [/a: 5 kB, 4 planned, and no reason given/]],
  ['a row without a plan or a reason', { a: { kB: 4 } }, [/a: 4 kB, nothing planned, and no reason given/]],
  ['a blank reason', { a: { kB: 5, planned: 4, reason: ' ' } }, [/no reason given/]],
  ['nothing about a raised row with a reason', { a: { kB: 5, planned: 4, reason: 'two formats' } }, []],
])('reports %s', async (_, table, messages) => {
  const { problems } = await checkSizes(workspace(), table);
  expect(problems).toEqual(messages.map((each) => expect.stringMatching(each)));
});

it('fails where there is nothing to measure', async () => {
  await expect(checkSizes(tempTree({}))).rejects.toThrow(/no packages found/);
  const unbuilt = tempTree({
    'packages/a/package.json': { name: '@ostinato/a', exports: { '.': { default: './dist/index.js' } } },
  });
  await expect(checkSizes(unbuilt)).rejects.toThrow(/dist\/index.js is missing; "npm run build"/);
});
