import { cpSync, existsSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isOwn, type Package, readManifest } from './packages.ts';
import { runChecked } from './run.ts';

/**
 * The folders of all packages from outside of the workspace that these packages need to run, and what those need in
 * turn, each once: dependencies, and peers that are not optional. @throws Error where one is not installed
 */
export function outsideFolders(root: string, packages: readonly Package[]): string[] {
  const found = new Set<string>();
  const addNeeds = (folder: string, withOptional = false): void => {
    const { dependencies, peerDependencies = {}, peerDependenciesMeta = {} } = readManifest(folder);
    const peers = Object.keys(peerDependencies).filter((name) => withOptional || !peerDependenciesMeta[name]?.optional);
    for (const name of new Set([...Object.keys(dependencies ?? {}), ...peers])) {
      if (isOwn(name)) continue;
      const next = installedFolder(folder, name);
      if (found.has(next)) continue;
      found.add(next);
      addNeeds(next);
    }
  };
  // Examples show what optional peers of our own are for.
  for (const { path } of packages) addNeeds(join(root, path), true);
  return [...found];
}

/**
 * Packs installed packages into a folder, in their order. `npm pack` ends without a word at some of pnpm's folders, and
 * npm drops what tar stores as a link, as files are that the store has once: so each is copied first.
 */
export async function packOutside(folders: readonly string[], into: string): Promise<string[]> {
  const tarballs: string[] = [];
  for (const [index, folder] of folders.entries()) {
    const copy = join(into, `${index}`);
    const isOwnFile = (path: string) => relative(folder, path).split(sep)[0] !== 'node_modules';
    cpSync(folder, join(copy, 'package'), { recursive: true, filter: isOwnFile });
    await runChecked('tar', ['-czf', `${copy}.tgz`, '-C', copy, 'package'], { cwd: into });
    rmSync(copy, { recursive: true });
    tarballs.push(`${copy}.tgz`);
  }
  return tarballs;
}

/** Where Node would find a package from this folder. */
function installedFolder(from: string, name: string): string {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) throw new Error(`${from} needs ${name}, which is not installed: npm run build`);
  }
}
