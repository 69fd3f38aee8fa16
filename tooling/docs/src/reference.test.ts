import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, readEntries } from './entries.ts';
import { checkPages, readReference, type Reference } from './reference.ts';

const faulty = `/** Has a comment. */
export const documented = 1;
export const constant = 1;
export function call(): void {}
export type Alias = string;
export interface Options {
  width: number;
}
/** A class with a field, a method and an accessor without comments, and one of each that users do not see. */
export class Thing {
  field = 1;
  #hidden = 1;
  method(): number {
    return this.#hidden;
  }
  get accessor(): number {
    return 1;
  }
  /** @internal */
  internal = 1;
}
/** @throws Error but does what? */
export function throwing(): void {}
/** Takes an alias that users cannot name, but can read. */
export function spelled(_: Floats): Wrapped<Floats>[] {
  return [];
}
type Floats = Float32Array | number[];
/** Can be named. */
export interface Wrapped<T> {
  /** The value. */
  value: T;
}
/** See {@link nowhere}. */
export const link = 1;
interface Local {
  width: number;
}
/** Takes a type that users cannot name. */
export function take(_: Local): void {}
const family = (name: string) => (x: number) => name + x;
/** One of a family. */
export const member = family('member');
/** Data. */
export const table = { a: { deep: 1 } } satisfies Record<string, object>;
export * from './nowhere.ts';
`;

const files: Readonly<Record<string, string>> = {
  'README.md': '# Root\n\nThe [package](packages/a).\n',
  'docs/torch-names.md': '# Names\n',
  'packages/a/README.md': '# @test/a\n\nWhat it is. See [b](../b) and [nothing](../nowhere.md).\n',
  'packages/a/src/index.ts': faulty,
  'packages/b/src/index.ts': '/** Fine. */\nexport const fine = 1;\n',
  'packages/b/src/testing.ts': `/** For tests. */\nexport { fine } from './index.ts';\n`,
};

const manifest = (name: string, ...paths: string[]) => ({
  name,
  type: 'module',
  exports: Object.fromEntries([
    ['./package.json', './package.json'],
    ...paths.map((path) => [path, { '@ostinato/source': `./src/${path === '.' ? 'index' : path.slice(2)}.ts` }]),
  ]),
});

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ostinato-docs-'));
  cpSync(fileURLToPath(new URL('../../../tsconfig.base.json', import.meta.url)), join(root, 'tsconfig.base.json'));
  const manifests = {
    'packages/a/package.json': JSON.stringify(manifest('@test/a', '.')),
    'packages/b/package.json': JSON.stringify(manifest('@test/b', '.', './testing', './missing')),
    'packages/c/package.json': JSON.stringify({ name: '@test/c', exports: { '.': { default: './dist/index.js' } } }),
  };
  for (const [path, text] of Object.entries({ ...files, ...manifests })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('entry points', () => {
  it('are those of every package, and a missing one is a problem', () => {
    const { entries, problems } = readEntries(root);
    expect(entries.map(({ name }) => name)).toEqual(['@test/a', '@test/b', '@test/b/testing']);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^@test\/b\/missing: .*missing\.ts does not exist$/);
    expect(problems[1]).toMatch(/^@test\/c: no "@ostinato\/source" condition/);
    expect(problems[2]).toMatch(/@test\/c has no entry point with sources$/);
  });

  it('cannot be none', () => {
    expect(() => readEntries(join(root, 'docs'))).toThrow('docs/packages: no packages found');
  });
});

describe('a reference with planted faults', () => {
  let entries: Entry[];
  let reference: Reference;
  beforeAll(async () => {
    ({ entries } = readEntries(root));
    reference = await readReference(root, entries);
  });

  const declared = (name: string) => {
    const found = reference.project.getChildByName(['@test/a', name]);
    return found?.isDeclaration() ? found : undefined;
  };

  it.each(['constant', 'call', 'Alias', 'Options', 'Options.width', 'Thing.field', 'Thing.method', 'Thing.accessor'])(
    'reports %s, which has no comment',
    (name) => {
      const message = new RegExp(`^@test/a\\.${name.replace('.', '\\.')} .*does not have any documentation$`);
      expect(reference.problems).toContainEqual(expect.stringMatching(message));
    },
  );

  it.each([
    ['a comment without a summary', /^@test\/a\.throwing has a comment, but no line/],
    ['a link to nowhere', /Failed to resolve link to "nowhere"/],
    ['a type that users cannot name', /^Local, .*not included/],
    ['a path in a README that leads nowhere', /nowhere\.md is not a file/],
    ['an export of a file that is not there', /^@test\/a: Cannot find module '\.\/nowhere\.ts'/],
    ['a package without a README', /^@test\/b: nothing in .*README\.md introduces it$/],
  ])('reports %s', (_, message) => {
    expect(reference.problems).toContainEqual(expect.stringMatching(message));
  });

  it('reports nothing else', () => expect(reference.problems).toHaveLength(14));

  it('spells out an alias that users cannot import', () => {
    const [signature] = declared('spelled')?.signatures ?? [];
    expect(signature?.parameters?.[0]?.type?.toString()).toBe('Float32Array | number[]');
    expect(signature?.type?.toString()).toBe('Wrapped<Float32Array | number[]>[]');
  });

  it('shows a member of a family as a function, and a table by its general type', () => {
    expect(declared('member')?.toString()).toBe('Function member');
    expect(declared('table')?.type?.toString()).toBe('Record<string, object>');
  });

  it('reports an entry point that typedoc made no page for', () => {
    const lost = { name: '@test/lost', packageName: '@test/lost', folder: join(root, 'packages/lost'), file: '' };
    expect(checkPages(reference.project, [...entries, lost])).toContain('@test/lost: the reference has no page for it');
  });
});
