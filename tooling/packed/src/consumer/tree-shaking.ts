import { build } from 'esbuild';

/** A bundle that only imports a package, and uses nothing of it, may have this many bytes. */
const unused = 200;

/** Minified bytes of a bundle of a program in a folder where packages are installed. */
async function bundleSize(folder: string, contents: string, platform: 'browser' | 'node'): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.reduce((bytes, file) => bytes + file.contents.length, 0);
}

/** An import of which nothing is used must leave nothing behind. */
export async function checkUnused(folder: string, entries: readonly string[]): Promise<string[]> {
  if (entries.length === 0) throw new Error('no entry points to bundle');
  const problems: string[] = [];
  for (const entry of entries) {
    const platform = entry.endsWith('/node') ? 'node' : 'browser';
    const bytes = await bundleSize(folder, `import '${entry}';`, platform);
    if (bytes < unused) continue;
    problems.push(`import '${entry}' alone leaves ${bytes} bytes in a bundle, expected fewer than ${unused}`);
  }
  return problems;
}

/** A few names of a package must cost much less than all of them. */
export async function checkShaken(folder: string, entry: string, names: readonly string[]): Promise<string[]> {
  const few = `import { ${names.join(', ')} } from '${entry}'; console.log(${names.join(', ')});`;
  const all = `import * as all from '${entry}'; console.log(all);`;
  const [some, everything] = await Promise.all([few, all].map((text) => bundleSize(folder, text, 'browser')));
  if (some! < everything! / 2) return [];
  return [
    `${names.join(' and ')} of ${entry} bundle to ${some} bytes, all of it to ${everything}: expected less than half`,
  ];
}
