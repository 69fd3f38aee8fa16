import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { pages } from './paths.ts';

/** Bundles the modules `names` of the pages into `folder`, each under its own name, as a user of that bundler would. */
export type Bundle = (names: readonly string[], folder: string) => Promise<void>;

const entriesOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, join(pages, `${name}.js`)]));

/** The bundlers by name. */
export const bundlers = {
  vite: async (names, folder) => {
    await vite({
      root: pages,
      configFile: false,
      logLevel: 'error',
      worker: { format: 'es' },
      build: {
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: { input: entriesOf(names), output: { entryFileNames: '[name].js' } },
      },
    });
  },
  webpack: (names, folder) =>
    new Promise((resolve, reject) => {
      webpack(
        { mode: 'production', context: pages, entry: entriesOf(names), output: { path: folder } },
        (error, stats) => {
          if (error) reject(error);
          else if (stats?.hasErrors() || stats?.hasWarnings()) reject(new Error(stats.toString()));
          else resolve();
        },
      );
    }),
  esbuild: async (names, folder) => {
    await esbuild({
      entryPoints: entriesOf(names),
      outdir: folder,
      bundle: true,
      format: 'esm',
      splitting: true,
      minify: true,
      logLevel: 'error',
    });
  },
} satisfies Record<string, Bundle>;
