import type { Insertion } from './insert.ts';

/** A reason why a name cannot be had: the file is there or, with `says`, has a line that matches. */
interface Taken {
  readonly path: string;
  readonly says?: string;
  readonly because: string;
}

/** What a kind of thing needs beside the files of its template. Texts may have placeholders. */
export interface Scaffold {
  /** The name without what its template adds: `janet-cell` is `janet`. */
  readonly rename?: (name: string) => string;
  readonly taken: readonly Taken[];
  /** It gets a folder and a project of vitest of its own name. */
  readonly isProject?: true;
  readonly insertions: readonly Insertion[];
  /** Commands to run, each with what it does. */
  readonly next: readonly string[];
  readonly howTo: string;
}

const op: Scaffold = {
  taken: [
    {
      path: 'packages/tensor/src/ops/index.ts',
      says: '[{ ]__camel__[ ,]',
      because: 'packages/tensor exports __camel__',
    },
    { path: 'packages/tensor/src/index.ts', says: '[{ ]__camel__[ ,]', because: 'packages/tensor exports it' },
  ],
  insertions: [
    {
      path: 'packages/tensor/src/testing/op-table.ts',
      after: /^import /,
      line: `import { __camel__Row } from './__kebab__-row.ts';`,
    },
    { path: 'packages/tensor/src/testing/op-table.ts', after: /^ {2}(\.\.\.)?\w+Rows?,$/, line: '  __camel__Row,' },
  ],
  next: [
    'npm run ops # writes its export and its line in docs/torch-names.md',
    'npm run check:package tensor __kebab__ ops.test # types, lint, format, and the tests of ops',
    'npm run exports # afterwards, writes the new export into tooling/guards/exports.txt',
  ],
  howTo: 'docs/how-to/add-an-op.md',
};

const cell: Scaffold = {
  rename: (name) => name.replace(/-cell$/, ''),
  taken: [
    {
      path: 'packages/cells/src/index.ts',
      says: '[{ ]__pascal__(Cell|CellOptions|State)[ ,]',
      because: 'packages/cells exports __pascal__Cell or __pascal__State',
    },
  ],
  insertions: [
    {
      path: 'packages/cells/src/index.ts',
      after: /^export /,
      line: `export { __pascal__Cell, type __pascal__CellOptions, type __pascal__State } from './__kebab__-cell.ts';`,
    },
  ],
  next: [
    'npm run check:package cells __kebab__ # types, lint, format, its equation and the laws of cells',
    'npm run docs:names # writes its line in docs/torch-names.md',
    'npm run exports # afterwards, writes the new export into tooling/guards/exports.txt',
  ],
  howTo: 'docs/how-to/add-a-cell.md',
};

/** `npm run check:package NAME` looks in all three places. */
const folders: Taken[] = ['packages', 'apps', 'tooling'].map((place) => ({
  path: `${place}/__kebab__`,
  because: `there is ${place}/__kebab__`,
}));

const library: Scaffold = {
  isProject: true,
  taken: folders,
  insertions: [
    {
      path: 'tooling/boundaries/src/table.ts',
      after: /^ {2}.*\blayer: 3,/,
      line: `  '__kebab__': { layer: 3, imports: [] },`,
      unless: `^ {2}'?__kebab__'?: `,
    },
    {
      path: 'tooling/guards/src/sizes/budgets.ts',
      after: /^ {2}.*: \{ kB: /,
      line: `  '__kebab__': { kB: 1, reason: 'enough for what the template makes' },`,
    },
    {
      path: 'README.md',
      after: /^\| \[`@ostinato\//,
      line: '| [`@ostinato/__kebab__`](packages/__kebab__) | moving averages of plain numbers |',
    },
  ],
  next: [
    'npm run check:package __kebab__ # installs it (pnpm-lock.yaml changes), then types, lint and tests',
    'npm run boundaries -- --draw # whether it imports what its row in the table allows; draws docs/packages.svg',
    'npm run exports # afterwards, writes its exports into tooling/guards/exports.txt',
  ],
  howTo: 'docs/how-to/add-a-package.md',
};

const app: Scaffold = {
  isProject: true,
  taken: folders,
  insertions: [],
  next: [
    'npm run check:package __kebab__ # installs it (pnpm-lock.yaml changes), then types, lint and tests',
    'node tooling/scripts/src/run-main.mjs apps/__kebab__ # builds and runs it',
  ],
  howTo: 'apps/__kebab__/README.md',
};

/** What there are templates of. */
export type Kind = 'op' | 'cell' | 'package' | 'app';

/** Everything that can be made from a template. */
export const kinds: Readonly<Record<Kind, Scaffold>> = { op, cell, package: library, app };

/** Whether there is a template of this name. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}
