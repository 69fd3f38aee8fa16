import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Writes what the condition `node` of each entry point names, out of what its condition `default` names.
 * @param {string} folder a built package
 * @returns {Promise<string[]>} the files with code, by path in the folder
 * @throws Error where a file is missing or misnamed
 */
export async function merge(folder) {
  const entryPoints = entriesOf(folder);
  const dist = join(folder, 'dist');
  for (const name of readdirSync(dist)) if (/\.node\.js(\.map)?$/.test(name)) rmSync(join(dist, name));
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints,
    outdir: 'dist',
    outbase: 'dist',
    outExtension: { '.js': '.node.js' },
    chunkNames: 'shared-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    packages: 'external',
    external: ['./binary/*'],
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.outputs).filter((path) => path.endsWith('.js'));
}

/**
 * The modules that a package is entered by.
 * @param {string} folder
 */
function entriesOf(folder) {
  /** @type {{ exports?: Record<string, string | Record<string, string>> }} */
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const { node, default: from = '' } = target;
    const expected = from.replace(/\.js$/, '.node.js');
    if (node !== expected) throw new Error(`exports["${path}"].node is ${node}, expected ${expected}`);
    if (!existsSync(join(folder, from))) throw new Error(`${join(folder, from)} is missing: run tsc first`);
    return [from];
  });
  if (entries.length === 0) throw new Error(`${folder}/package.json exports no code`);
  return entries;
}
