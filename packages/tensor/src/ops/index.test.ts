import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { opTable } from '../testing.ts';

/**
 * `index.ts` is written from the op table: a file exports those of its values that have a row, and its types if it has any.
 * So a new op is one file and one row; `npm run ops` writes the rest.
 */
const folder = import.meta.dirname;
const index = join(folder, 'index.ts');
const rows = new Set(opTable.map(({ name }) => name));
const header = '/** Every op, written from the op table by `npm run ops`. */\n';

function namesOf(file: string, kinds: string): string[] {
  const source = readFileSync(join(folder, file), 'utf8');
  return Array.from(source.matchAll(new RegExp(`^export (?:${kinds}) (\\w+)`, 'gm')), ([, name]) => name!);
}

function exportLine(file: string): string[] {
  const values = [...new Set(namesOf(file, 'const|function'))].filter((name) => rows.has(name));
  if (values.length === 0) return [];
  const types = namesOf(file, 'interface|type').map((name) => `type ${name}`);
  const names = [...values, ...types].sort();
  const line = `export { ${names.join(', ')} } from './${file}';`;
  return line.length <= 120 ? [line] : ['export {', ...names.map((name) => `  ${name},`), `} from './${file}';`];
}

it('index.ts exports every op of the table; if not: npm run ops', () => {
  const files = readdirSync(folder).filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'index.ts');
  const wanted = `${header}${files.sort().flatMap(exportLine).join('\n')}\n`;
  if (process.env['OSTINATO_WRITE'] === 'ops') writeFileSync(index, wanted);
  const shape = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(', }', ' }');
  expect(shape(readFileSync(index, 'utf8'))).toBe(shape(wanted));
});
