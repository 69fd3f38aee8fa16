import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile } from '../compile.ts';
import type { Example } from './example.ts';
import type { Failure } from './failure.ts';

/** As a user of Node would have it; the emitted programs have source maps, so that output is traced to its line. */
const compilerOptions = {
  module: 'nodenext',
  target: 'es2022',
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  allowJs: true,
  inlineSourceMap: true,
  rootDir: 'examples',
  outDir: 'out',
};

/** An example and the program that it was compiled to. */
export interface Compiled {
  readonly example: Example;
  /** The base name of its source, as stack traces show it. */
  readonly source: string;
  readonly program: string;
}

/** Compiles examples, exactly as they are written, in a folder where all packages are installed. */
export async function compileExamples(
  folder: string,
  examples: readonly Example[],
  nodeTypes: string,
): Promise<{ compiled: Compiled[]; failures: Failure[] }> {
  mkdirSync(join(folder, 'examples'), { recursive: true });
  const sources = examples.map(({ path, line, language }) => `${path.replace(/\W+/g, '-')}-${line}.${language}`);
  examples.forEach(({ code }, i) => writeFileSync(join(folder, 'examples', sources[i]!), `${code}\n`));
  addNodeTypes(folder, nodeTypes);

  const found = await compile(folder, { compilerOptions, include: ['examples'] });
  const failures = found.map(({ file, line, message }) => {
    const example = examples[sources.indexOf(basename(file))];
    if (!example) throw new Error(`tsc: ${file}:${line}: ${message}`);
    return { example, line, problem: message };
  });
  const compiled = examples.map((example, i) => {
    const source = sources[i]!;
    return { example, source, program: join(folder, 'out', source.replace(/\.ts$/, '.js')) };
  });
  return { compiled, failures };
}

/** The types of Node come from the workspace, as npm has no network here. */
function addNodeTypes(folder: string, nodeTypes: string): void {
  const link = join(folder, 'node_modules/@types/node');
  if (existsSync(link)) return;
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  symlinkSync(realpathSync(nodeTypes), link);
}
