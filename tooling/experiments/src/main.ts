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
import { machine, page, type Result } from './page.ts';
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

Writes a table, and all figures to FILE (default: a file in experiment-results). Fewer steps or seeds are for trying it out.`;

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
  if (experiment === undefined) {
    print(help);
    process.exitCode = positionals.length === 0 ? 0 : 1;
    return;
  }
  const start = performance.now();
  const { record, ...outcome } = await experiment.run(
    { steps: whole('steps', values.steps), seeds: whole('seeds', values.seeds) },
    print,
  );
  const seconds = (performance.now() - start) / 1000;
  const result: Result = { name: experiment.name, seconds, machine: machine(), ...outcome };
  print(`\n${table(result.columns, result.rows)}\n\n${result.notes.join('\n')}\n${seconds.toFixed(0)} s in all`);
  const file = resolve(values.json ?? join(results, `${experiment.name}.json`));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...result, ...(record as object) }, undefined, 1)}\n`);
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

await main();
