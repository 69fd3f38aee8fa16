import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Experiment } from './experiment.ts';
import { adding } from './experiments/adding.ts';
import { chorales } from './experiments/chorales.ts';
import { copyMemory } from './experiments/copy-memory.ts';
import { counting } from './experiments/counting.ts';
import { dyck } from './experiments/dyck.ts';
import { gradientFlowTable } from './experiments/gradient-flow.ts';
import { gptShakespeare } from './experiments/gpt-shakespeare.ts';
import { mnistRows } from './experiments/mnist-rows.ts';
import { parity } from './experiments/parity.ts';
import { rnnVsTransformer } from './experiments/rnn-vs-transformer.ts';
import { results, root } from './locations.ts';
import { machine, page, type Result, written } from './page.ts';
import { table } from './table.ts';

/** A new experiment is one file, and its name here. */
const experiments: readonly Experiment[] = [
  adding,
  copyMemory,
  parity,
  counting,
  dyck,
  mnistRows,
  chorales,
  gradientFlowTable,
  gptShakespeare,
  rnnVsTransformer,
];

const help = `npm run experiments -- NAME [--steps N] [--seeds N] [--json FILE]

${experiments.map(({ name, about }) => `  ${name.padEnd(20)} ${about}`).join('\n')}

  page                 docs/experiments.md from the files in experiment-results

Writes a table, and all figures to FILE (default: a file in experiment-results). Other steps or seeds are a trial, and go
to a file NAME-trial.json, which the page leaves out.`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a whole number from 1 on, not ${text}.`);
  return value;
}

async function main(): Promise<void> {
  const options = { steps: { type: 'string' }, seeds: { type: 'string' }, json: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args: process.argv.slice(2), options, allowPositionals: true });
  if (positionals[0] === 'page') return writePage();
  const experiment = experiments.find(({ name }) => name === positionals[0]);
  if (positionals.length === 0) return print(help);
  if (experiment === undefined || positionals.length > 1)
    throw new Error(`There is no experiment "${positionals.join(' ')}". Without a name this lists them.`);
  if (values.seeds !== undefined && experiment.oneSeed === true)
    throw new Error(`${experiment.name} has one seed, and takes no --seeds.`);
  const isTrial = values.steps !== undefined || values.seeds !== undefined;
  const start = performance.now();
  const outcome = await experiment.run(
    { steps: whole('steps', values.steps), seeds: whole('seeds', values.seeds) },
    print,
  );
  const seconds = (performance.now() - start) / 1000;
  const result = { name: experiment.name, seconds, machine: machine(), ...outcome };
  print(`\n${table(result.columns, result.rows)}\n\n${result.notes.join('\n')}\n${seconds.toFixed(0)} s in all`);
  const file = resolve(values.json ?? join(results, `${experiment.name}${isTrial ? '-trial' : ''}.json`));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, written(result));
  print(`Written to ${file}`);
}

/** Writes `docs/experiments.md` from the results that there are. */
function writePage(): void {
  const found = experiments.flatMap(({ name, about }) => {
    const file = join(results, `${name}.json`);
    return existsSync(file) ? [{ about, result: JSON.parse(readFileSync(file, 'utf8')) as Result }] : [];
  });
  const file = join(root, 'docs/experiments.md');
  writeFileSync(file, page(found));
  print(`${found.length} results written to ${file}`);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
