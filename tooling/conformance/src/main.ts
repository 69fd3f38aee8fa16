import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { adapters } from '@ostinato-workspace/golden';
import { filesIn, goldenDirectory, readIndex } from '@ostinato-workspace/golden/node';
import { nodeSubjects } from './node-subjects.ts';
import { type Column, record } from './record.ts';
import { complaints, page } from './table.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const document = here('../../../docs/conformance.md');
const results = here('../results');

/** Columns of the backends that run in Node. */
async function inNode(): Promise<Column[]> {
  const { path } = goldenDirectory(undefined, process.env['OSTINATO_GOLDEN']);
  const golden = { readFile: filesIn(path), entries: readIndex(path), adapters };
  const columns: Column[] = [];
  for (const subject of await nodeSubjects()) {
    console.log(`${subject.name}...`);
    columns.push(await record(subject, golden));
  }
  return columns;
}

/** Columns of the backends that run in headless Chromium. */
function inChromium(): Column[] {
  console.log('Chromium (minutes: shaders are compiled in software)...');
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results);
  const vitest = here('../../../node_modules/.bin/vitest');
  const { status } = spawnSync(vitest, ['run', '--config', here('../vitest.matrix.config.ts')], {
    cwd: here('..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const names = ['Chromium-wasm', 'Chromium-tfjs-wasm', 'Chromium-tfjs-webgl'].map((name) => `${results}/${name}.json`);
  if (status !== 0 || names.some((name) => !existsSync(name)))
    throw new Error(`The run in Chromium ended with code ${status}. Is there one at $CHROMIUM or /usr/bin/chromium?`);
  return names.map((name) => JSON.parse(readFileSync(name, 'utf8')) as Column);
}

const columns = [...(await inNode()), ...inChromium()];
const text = page(columns);
console.log(`\n${text}`);
const before = existsSync(document) ? readFileSync(document, 'utf8') : undefined;
const wrong = complaints(columns, before);
for (const complaint of wrong) console.log(`FAIL ${complaint}`);
if (wrong.length === 0) writeFileSync(document, text);
else process.exitCode = 1;
process.exit();
