import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';

/** Bundles a program for browsers with esbuild. Gives the path of the bundle. */
export async function bundleByEsbuild(folder: string, program: string): Promise<string> {
  const outfile = join(folder, 'by-esbuild', basename(program).replace(/\.ts$/, '.js'));
  const entryPoints = [join(folder, program)];
  await esbuild({ entryPoints, outfile, bundle: true, platform: 'browser', format: 'esm', logLevel: 'silent' });
  return outfile;
}

/** Builds a page with the program in it with Vite, as an application. Gives the path of the page's one script. */
export async function bundleByVite(folder: string, program: string): Promise<string> {
  writeFileSync(join(folder, 'index.html'), `<!doctype html><script type="module" src="/${program}"></script>\n`);
  const outDir = join(folder, 'by-vite');
  const built = await vite({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    // The bundle is run in Node, which has no document to preload into.
    build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error('vite build: expected one output');
  const entries = built.output.filter((file) => file.type === 'chunk' && file.isEntry);
  if (!entries[0] || entries.length > 1) throw new Error(`vite build: expected one entry, got ${entries.length}`);
  return join(outDir, entries[0].fileName);
}
