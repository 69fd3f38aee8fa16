import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyTree, readManifest } from '@ostinato-workspace/workspace';
import { tempTree } from '@ostinato-workspace/workspace/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { everyone, table } from './table.ts';

/** N becomes a number, so that all of them are planted together. No message: an import within the rules. */
const imports: [what: string, path: string, text: string, message?: RegExp][] = [
  ['an upward arrow', 'packages/base/src/N.ts', `import '@ostinato/tensor';`, /base may not import @ostinato\/tensor$/],
  ['an upward type', 'packages/base/src/N.ts', `import type { T } from '@ostinato/nn';`, /may not import/],
  ['an inline type', 'packages/base/src/N.ts', `let x: import('@ostinato/nn').T;`, /may not import/],
  ['a re-export', 'packages/data/src/N.ts', `export * from '@ostinato/tensor';`, /may not import/],
  ['a dynamic import', 'packages/nn/src/N.ts', `await import('@ostinato/cells');`, /may not import/],
  ['a sideways arrow', 'packages/nn/src/N.ts', `import '@ostinato/sequence';`, /may not import/],
  ['a backend in tensor', 'packages/tensor/src/N.ts', `import '@ostinato/backend-js';`, /may not import/],
  ['a value where types may', 'packages/train/src/N.ts', `import '@ostinato/data';`, /except with "import type"/],
  ['a type kept as a value', 'packages/train/src/N.ts', `import { type T } from '@ostinato/data';`, /except with/],
  ['an app', 'packages/train/src/N.ts', `import '@ostinato-workspace/char-lm';`, /not an entry point/],
  ['tooling in an app', 'apps/char-lm/src/N.ts', `import '@ostinato-workspace/bench';`, /not an entry point/],
  ['a deep import', 'packages/nn/src/N.ts', `import '@ostinato/tensor/src/tensor.ts';`, /not an entry point/],
  ['a path to a neighbor', 'packages/nn/src/N.ts', `import '../../tensor/src/index.ts';`, /reaches outside/],
  ['an unknown package', 'packages/nn/src/N.ts', `import '@ostinato/nowhere';`, /no such package/],
  ['an undeclared dependency', 'packages/backend-js/src/N.ts', `import 'left-pad';`, /not declared/],
  ['an undeclared test dependency', 'packages/base/src/N.test.ts', `import '@ostinato/nn';`, /not declared/],
  ['a Node built-in', 'packages/tensor/src/N.ts', `import 'node:fs';`, /Node built-ins only/],
  ['a bare Node built-in', 'packages/tensor/src/N.ts', `import 'fs/promises';`, /Node built-ins only/],
  ['a Node source', 'packages/train/src/N.ts', `import './node.ts';`, /only Node sources/],
  ['a Node entry', 'packages/tensor/src/N.ts', `import '@ostinato/train/node';`, /only Node sources/],
  ['types where types may', 'packages/train/src/N.ts', `import type { T } from '@ostinato/data';`],
  ['Node in a node entry', 'packages/train/src/node/N.ts', `import 'node:fs';`],
  ['Node in a test', 'packages/base/src/N.test.ts', `import 'node:fs';\nimport 'vitest';`],
  ['base anywhere', 'packages/decoding/src/N.ts', `import '@ostinato/base';`],
];

const root = fileURLToPath(new URL('../../..', import.meta.url));
let copy: string;
let before: ReadonlySet<string>;

/** What the check says about the copy with these files in it that it does not say without. */
function plant(files: Readonly<Record<string, string>>): string[] {
  const paths = Object.keys(files).map((path) => join(copy, path));
  const originals = paths.map((path) => (existsSync(path) ? readFileSync(path) : undefined));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  try {
    return check(copy).problems.filter((problem) => !before.has(problem));
  } finally {
    for (const [index, path] of paths.entries()) {
      const original = originals[index];
      if (original) writeFileSync(path, original);
      else rmSync(path);
    }
  }
}

/** The same for fields of a package.json. */
function edit(path: string, change: object): string {
  const manifest = readManifest(join(copy, path));
  return plant({ [`${path}/package.json`]: JSON.stringify({ ...manifest, ...change }) }).join('\n');
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'ostinato-boundaries-'));
  copyTree(root, copy);
  before = new Set(check(copy).problems);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('planted imports', () => {
  const paths = imports.map(([, path], index) => path.replace('/N.', `/n${index}.`));
  const cases = imports.map(([what, , , message], index) => ({ what, message, path: paths[index] }));
  let problems: string[];
  beforeAll(() => {
    problems = plant(Object.fromEntries(imports.map(([, , text], index) => [paths[index], `\n${text}\n`])));
  });

  it.each(cases)('$what: $message', ({ path, message }) => {
    const found = problems.filter((problem) => problem.startsWith(`${path}:2: `));
    expect(found).toEqual(message ? [expect.stringMatching(message)] : []);
  });
});

describe('a planted package.json', () => {
  it('reports a dependency against the arrows that nothing imports', () => {
    const problems = edit('packages/base', { dependencies: { '@ostinato/tensor': 'workspace:^' } });
    expect(problems).toMatch(/depends on @ostinato\/tensor, which the table does not allow/);
    expect(problems).toMatch(/dependency @ostinato\/tensor is not imported/);
  });
  it('reports a development dependency that no test imports', () => {
    const problems = edit('packages/base', {
      devDependencies: { '@ostinato/metrics': '^1.0.0', '@ostinato/data': '^1.0.0' },
    });
    expect(problems).toMatch(/devDependency @ostinato\/data is not imported/);
    expect(problems).toMatch(/"\^1.0.0", expected "workspace:\^"/);
  });
  it('reports a cycle through development dependencies', () => {
    const problems = edit('packages/backend', { devDependencies: { '@ostinato/tensor': 'workspace:^' } });
    expect(problems).toMatch(/cycle of packages: .*@ostinato\/tensor/);
  });
  it('reports a wrong name and a published app', () => {
    expect(edit('packages/tensor', { name: '@ostinato/tensors' })).toMatch(/is not called @ostinato\/tensor/);
    expect(edit('apps/char-lm', { private: false })).toMatch(/are private/);
  });
});

it('throws at a file that it cannot parse', () => {
  expect(() => plant({ 'packages/base/src/bad.ts': 'import {{;' })).toThrow(/base\/src\/bad.ts: cannot be parsed/);
});

it('fails where there are no packages', () => {
  const empty = tempTree({ 'package.json': {} });
  expect(check(empty).problems).toEqual([expect.stringMatching(/no packages found/)]);
});

it('draws every arrow to a row above', () => {
  const rows = Object.keys(table);
  for (const [name, { imports, types = [], layer }] of Object.entries(table)) {
    for (const target of [...everyone, ...imports, ...types]) {
      if (target === name) continue;
      expect(rows.indexOf(target), `${name} -> ${target}`).toBeLessThan(rows.indexOf(name));
      expect(table[target]?.layer).toBeLessThanOrEqual(layer);
    }
  }
});
