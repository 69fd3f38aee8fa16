import { tempTree, writeTree } from '@ostinato-workspace/workspace/testing';
import { expect, it } from 'vitest';
import { draw, graphOf } from './draw.ts';
import { checkDrawing, writeDrawing } from './drawing.ts';
import { reduce } from './reduce.ts';

const table = {
  low: { layer: 0, imports: [] },
  middle: { layer: 1, imports: ['low'] },
  high: { layer: 2, imports: ['middle', 'low'] },
  planned: { layer: 2, imports: ['low'] },
};

it('leaves out the arrows that follow from others', () => {
  const graph = new Map(Object.entries({ a: ['b', 'c', 'd'], b: ['c'], c: ['d'], d: [] }));
  expect(Object.fromEntries(reduce(graph))).toEqual({ a: ['b'], b: ['c'], c: ['d'], d: [] });
});

it('draws the packages that exist, layer by layer', async () => {
  const graph = graphOf(table, ['low', 'middle', 'high']);
  expect(graph.match(/.*rank=same.*/g)).toEqual([
    '  { rank=same; "low" }',
    '  { rank=same; "middle" }',
    '  { rank=same; "high" }',
  ]);
  expect(graph.match(/.* -> .*/g)).toEqual(['  "middle" -> "low"', '  "high" -> "middle"']);
  expect(await draw(table, ['low', 'middle', 'high'])).toContain('>middle</text>');
});

it('notices a picture that is missing or old', async () => {
  const root = tempTree({ 'packages/base/package.json': { name: '@ostinato/base' }, 'docs/README.md': '' });
  expect(await checkDrawing(root)).toEqual([expect.stringContaining('npm run boundaries -- --draw')]);
  await writeDrawing(root);
  expect(await checkDrawing(root)).toEqual([]);
  writeTree(root, { 'packages/backend/package.json': { name: '@ostinato/backend' } });
  expect(await checkDrawing(root)).toHaveLength(1);
});
