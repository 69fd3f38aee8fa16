import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, run } from '@ostinato-workspace/workspace';
import { type Kind, kinds } from '../kinds.ts';
import { nameForms } from '../name-forms.ts';
import { scaffold } from '../scaffold.ts';

/** How it went, and what was said. */
interface Ended {
  readonly code: number;
  readonly output: string;
}

/** One thing that must go well. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<Ended>;
}

/** One new thing of each kind; the long names make lines that the formatter has to break. */
const names: Readonly<Record<Kind, string>> = {
  op: 'new-activation-of-the-templates-check',
  cell: 'new-recurrent-of-the-templates-check',
  package: 'new-package-of-check',
  app: 'new-app-of-check',
};

const { camel: op } = nameForms(names.op);
const cell = `${nameForms(names.cell).pascal}Cell`;

/** The packages, apps that the new things are in, or are. */
const folders = ['packages/tensor', 'packages/cells', `packages/${names.package}`, `apps/${names.app}`];

/** Tests of everything that is exported; those of the op table are run for the new op alone. */
const contracts = ['tooling/contracts/src/names', 'tooling/contracts/src/types'];
const opTable = ['packages/tensor/src/ops/ops.test.ts', '-t', op];

/** All that the steps use: the apps and tools that are not here are tried elsewhere. */
const parts = [
  '--include-workspace-root',
  '--filter=./packages/*',
  `--filter=./apps/${names.app}`,
  ...['contracts', 'boundaries', 'guards'].map((name) => `--filter=@ostinato-workspace/${name}...`),
];

/** What a person does after `npm run new:KIND`, and what CI then looks at, in a copy of the repository at `root`. */
export function stepsIn(root: string, copy: string): Step[] {
  const env = { ...process.env, CI: '', NO_COLOR: '1', OSTINATO_WRITE: '' };
  const program = (name: string, ...args: string[]) => run(name, args, { cwd: copy, env, timeout: 300 });
  const tool = (name: string, ...args: string[]) => program(join(copy, 'node_modules/.bin', name), ...args);
  const made: string[] = [];
  const vitest = (...args: string[]) => tool('vitest', 'run', '--reporter=dot', '--project=!opaque', ...args);
  const tests = () => made.filter((path) => path.endsWith('.test.ts'));
  const install = ['install', ...parts, '--no-frozen-lockfile', '--prefer-offline', '--ignore-scripts'];
  return [
    { name: 'lockfile', run: () => pnpm(copy, ['install', '--frozen-lockfile', '--lockfile-only'], { env }) },
    { name: 'scaffold', run: async () => scaffoldAll(root, copy, made) },
    { name: 'install', run: () => pnpm(copy, install, { env }) },
    { name: 'npm run ops', run: () => program('npm', 'run', 'ops') },
    { name: 'what it wrote', run: async () => written(copy) },
    { name: 'format', run: () => tool('biome', 'format', 'packages/tensor/src/ops/index.ts', ...made) },
    ...folders.map((folder) => ({ name: `types of ${folder}`, run: () => tool('tsc', '-p', folder) })),
    { name: 'lint', run: () => tool('oxlint', '--type-aware', ...folders) },
    ...['workspace', 'boundaries', 'guards'].map((name) => ({
      name: `build of ${name}`,
      run: () => tool('tsc', '-p', `tooling/${name}/tsconfig.build.json`),
    })),
    { name: 'boundaries', run: () => program('node', 'tooling/boundaries/dist/main.js', '--draw') },
    { name: 'tests', run: () => vitest(...tests(), ...contracts) },
    { name: 'tests of the op table', run: () => vitest(...opTable) },
    { name: 'guards', run: () => program('node', 'tooling/guards/dist/main.js', 'knip', 'manifests') },
  ];
}

/** There is no formatter in the copy yet: the repository's own does it. */
function scaffoldAll(root: string, copy: string, made: string[]): Ended {
  for (const kind of Object.keys(kinds) as Kind[]) {
    const plan = scaffold(copy, kind, names[kind], root);
    made.push(...[...plan.made, ...plan.changed].map(({ path }) => path).filter((path) => !path.endsWith('.md')));
  }
  return { code: 0, output: '' };
}

/** Whether the index of ops and the page of names have what is new. */
function written(copy: string): Ended {
  const wanted: [path: string, name: string][] = [
    ['packages/tensor/src/ops/index.ts', op],
    ['docs/torch-names.md', op],
    ['docs/torch-names.md', cell],
  ];
  const missing = wanted.filter(([path, name]) => !readFileSync(join(copy, path), 'utf8').includes(name));
  const output = missing.map(([path, name]) => `${path} does not have ${name}`).join('\n');
  return { code: missing.length > 0 ? 1 : 0, output };
}
