import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kind, kinds } from '../kinds.ts';
import { nameForms } from '../name-forms.ts';
import { scaffold } from '../scaffold.ts';
import { type Ended, run } from './run.ts';

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

/** What a person does after `npm run new:KIND`, and what CI then looks at, in a copy of the repository. */
export function stepsIn(copy: string): Step[] {
  const { packageManager } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { packageManager: string };
  const pnpm = (...args: string[]) => run(copy, 'npx', ['-y', packageManager, ...args]);
  const tool = (name: string, ...args: string[]) => run(copy, join(copy, 'node_modules/.bin', name), args);
  const made: string[] = [];
  const vitest = (...args: string[]) => tool('vitest', 'run', '--reporter=dot', '--project=!opaque', ...args);
  const tests = () => made.filter((path) => path.endsWith('.test.ts'));
  return [
    { name: 'install', run: () => pnpm('install', '--prefer-offline', '--frozen-lockfile') },
    { name: 'scaffold', run: async () => scaffoldAll(copy, made) },
    { name: 'install what is new', run: () => pnpm('install', '--prefer-offline', '--no-frozen-lockfile') },
    { name: 'npm run ops', run: () => run(copy, 'npm', ['run', 'ops']) },
    { name: 'what it wrote', run: async () => written(copy) },
    { name: 'format', run: () => tool('biome', 'format', 'packages/tensor/src/ops/index.ts', ...made) },
    ...folders.map((folder) => ({ name: `types of ${folder}`, run: () => tool('tsc', '-p', folder) })),
    { name: 'lint', run: () => tool('oxlint', '--type-aware', ...folders) },
    { name: 'build of boundaries', run: () => tool('tsc', '-p', 'tooling/boundaries/tsconfig.build.json') },
    { name: 'boundaries', run: () => run(copy, 'node', ['tooling/boundaries/dist/main.js', '--draw']) },
    { name: 'tests', run: () => vitest(...tests(), ...contracts) },
    { name: 'tests of the op table', run: () => vitest(...opTable) },
    { name: 'build of guards', run: () => tool('tsc', '-p', 'tooling/guards/tsconfig.build.json') },
    { name: 'guards', run: () => guards(copy) },
  ];
}

function scaffoldAll(copy: string, made: string[]): Ended {
  for (const kind of Object.keys(kinds) as Kind[]) {
    const plan = scaffold(copy, kind, names[kind]);
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

/** What the guards that need no build of all packages say about the new things; they look at the others elsewhere. */
async function guards(copy: string): Promise<Ended> {
  const { output } = await run(copy, 'node', ['tooling/guards/dist/main.js', 'knip', 'manifests']);
  if (!/^2 guards, /m.test(output)) return { code: 1, output };
  const lines = output.split('\n').filter((line) => Object.values(names).some((name) => line.includes(name)));
  return { code: lines.length > 0 ? 1 : 0, output: lines.join('\n') };
}
