import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { codeEntries, type Package } from '@ostinato-workspace/workspace';

/** What a bundle weighs. */
export interface Size {
  /** Minified and compressed by gzip. */
  readonly bytes: number;
  /** Characters of each module before minification, largest first, by path from `dist`. */
  readonly modules: readonly (readonly [path: string, characters: number])[];
}

/** Bundles all that the root entry of a built package exports, without what it imports from other packages. */
export async function bundle(root: string, { path, manifest }: Package): Promise<Size> {
  const entry = codeEntries(manifest).find((each) => each.path === '.');
  const file = join(root, path, entry?.conditions['default'] ?? '');
  if (!existsSync(file) || !file.endsWith('.js')) throw new Error(`${file} is missing; "npm run build" makes it`);
  const result = await build({
    root: join(root, path),
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      target: 'es2022',
      rolldownOptions: {
        input: file,
        preserveEntrySignatures: 'strict',
        external: (id) => !/^[./]/.test(id),
      },
    },
  });
  const chunks = [result].flat().flatMap((each) => ('output' in each ? each.output.filter(isChunk) : []));
  const code = chunks.map((chunk) => chunk.code).join('\n');
  const modules = chunks
    .flatMap((chunk) => Object.entries(chunk.modules))
    .map(([id, module]) => [id.replace(/^.*\/dist\//, ''), module.renderedLength] as const)
    .sort((a, b) => b[1] - a[1]);
  return { bytes: gzipSync(code, { level: 9 }).length, modules };
}

function isChunk(each: { readonly type: string }): each is Rolldown.OutputChunk {
  return each.type === 'chunk';
}
