import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../compile.ts';

/** The least that a program may have: ES2022, no types of the DOM or of Node, and declarations checked as well. */
const compilerOptions = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2022'],
  types: [],
  strict: true,
  skipLibCheck: false,
  noEmitOnError: true,
};

/** Compiles one file of a folder in which packages are installed. Gives the problems; `out` has the result. */
export async function compileWithoutWebTypes(folder: string, file: string): Promise<string[]> {
  const found = await compile(folder, { compilerOptions: { ...compilerOptions, outDir: 'out' }, files: [file] });
  return found.map(({ file: where, line, message }) => `without DOM or Node types: ${where}:${line}: ${message}`);
}

/** Compiles a file that takes everything from every entry point. */
export async function compileEveryEntry(folder: string, entries: readonly string[]): Promise<string[]> {
  const text = entries.map((entry, i) => `export * as entry${i} from '${entry}';\n`).join('');
  writeFileSync(join(folder, 'every-entry.ts'), text);
  return compileWithoutWebTypes(folder, 'every-entry.ts');
}
