import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packages } from '../types/type-misuses.ts';
import { renderNames } from './render.ts';
import { torchNames, withoutCounterpart } from './torch-names.ts';

const all = torchNames.flatMap(({ rows }) => rows);
const writes = process.env.OSTINATO_WRITE ?? '';

/** Functions and classes of a package that the table must have. */
function functionsOf(from: string): string[] {
  return Object.entries(packages[from]!.exports).flatMap(([name, value]) =>
    typeof value === 'function' ? [name] : [],
  );
}

describe('the table of torch names', () => {
  // while the exports of ops are being written, those that were loaded are the old ones
  it.skipIf(writes === 'ops')('names only what is exported', () => {
    const absent = all.filter(({ package: from, name }) => !(name.split('.')[0]! in packages[from]!.exports));
    expect(absent).toEqual([]);
  });

  it('names only members that classes have', () => {
    const members = all.filter(({ name }) => name.includes('.'));
    for (const { package: from, name } of members) {
      const [owner, member] = name.split('.') as [string, string];
      const { prototype } = (packages[from]!.exports as Record<string, { prototype: object }>)[owner]!;
      expect({ name, has: member in prototype }).toEqual({ name, has: true });
    }
  });

  it.each(['tensor', 'nn', 'cells', 'attention', 'sequence'])('has every function and class of %s', (from) => {
    const known = new Set(all.filter((row) => row.package === from).map(({ name }) => name));
    const others = Object.keys(withoutCounterpart[from] ?? {});
    expect(functionsOf(from).filter((name) => !known.has(name) && !others.includes(name))).toEqual([]);
    expect(others.filter((name) => !functionsOf(from).includes(name) || known.has(name))).toEqual([]);
  });

  it('has every function of train but those of files and terminals', () => {
    const known = new Set(all.filter((row) => row.package === 'train').map(({ name }) => name));
    const inNode = ['loadCheckpoint', 'saveCheckpoint', 'progressBar'];
    expect(functionsOf('train').filter((name) => !known.has(name))).toEqual(expect.arrayContaining(inNode));
    expect(functionsOf('train').filter((name) => !known.has(name) && !inNode.includes(name))).toEqual([]);
  });

  it('has no line twice', () => {
    const lines = all.map(({ torch, package: from, name }) => `${torch} ${from} ${name}`);
    expect(lines).toEqual([...new Set(lines)]);
  });

  it('is what the page in docs says; npm run docs:names writes it', () => {
    const path = new URL('../../../../docs/torch-names.md', import.meta.url);
    if (['names', 'ops'].includes(writes)) writeFileSync(path, renderNames());
    expect(readFileSync(path, 'utf8')).toBe(renderNames());
  });
});
