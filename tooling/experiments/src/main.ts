import { mkdirSync, writeFileSync } from 'node:fs';
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
import { root } from './locations.ts';
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
  const experiment = experiments.find(({ name }) => name === positionals[0]);
  if (experiment === undefined) {
    print(help);
    process.exitCode = positionals.length === 0 ? 0 : 1;
    return;
  }
  const start = performance.now();
  const outcome = await experiment.run(
    { steps: whole('steps', values.steps), seeds: whole('seeds', values.seeds) },
    print,
  );
  const seconds = (performance.now() - start) / 1000;
  print(`\n${table(outcome.columns, outcome.rows)}\n\n${outcome.notes.join('\n')}\n${seconds.toFixed(0)} s in all`);
  const file = resolve(values.json ?? join(root, 'experiment-results', `${experiment.name}.json`));
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ name: experiment.name, seconds, ...(outcome.record as object) }, undefined, 1)}\n`,
  );
  print(`Written to ${file}`);
}

await main();
