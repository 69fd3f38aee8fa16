import { readFileSync, writeFileSync } from 'node:fs';
import { jsBackend } from '@ostinato/backend-js';
import { countParameters } from '@ostinato/nn';
import { setBackend } from '@ostinato/tensor';
import { describe, expect, it } from 'vitest';
import { cellRows } from './cell-rows.ts';
import { evaluate, renderCells } from './render-cells.ts';

setBackend(jsBackend());

const source = (name: string) => {
  const kebab = name
    .replace(/^(\w+Cell).*/, '$1')
    .replace(/(LSTM|GRU|QRNN|RNN|SRU|MGU)/g, (word) => `-${word.toLowerCase()}-`)
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/-+/g, '-')
    .replace(/^-/, '')
    .toLowerCase();
  return readFileSync(new URL(`../../../../packages/cells/src/${kebab}.ts`, import.meta.url), 'utf8');
};

describe.each(cellRows)('$name', ({ name, paper, parameters, make }) => {
  it.each([
    { inputSize: 5, hiddenSize: 8 },
    { inputSize: 3, hiddenSize: 12 },
  ])('has as many parameters as its formula says, %o', (sizes) => {
    expect(countParameters(make(sizes))).toBe(evaluate(parameters, sizes));
  });

  it('is one short file that names its paper', () => {
    const text = source(name);
    expect(text.split('\n').length).toBeLessThan(140);
    const own = name.includes('irnn')
      ? readFileSync(new URL('../../../../packages/cells/src/gate-initializers.ts', import.meta.url), 'utf8')
      : text;
    for (const year of paper.match(/\b(19|20)\d\d\b/g) ?? []) expect(own).toContain(year);
  });
});

it('the page in docs says what the cells are; npm run docs:names writes it', () => {
  const path = new URL('../../../../docs/cells.md', import.meta.url);
  if (process.env.OSTINATO_WRITE === 'names') writeFileSync(path, renderCells());
  expect(readFileSync(path, 'utf8')).toBe(renderCells());
});
