import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Package as Folder, readFolders } from '@ostinato-workspace/workspace';
import { type Import, importsOf } from './imports.ts';

export interface SourceFile {
  /** From the root of the workspace. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly isTest: boolean;
  /** May use Node: `src/node.ts` and whatever is in `src/node/`. */
  readonly isNode: boolean;
}

/** A package, an app or a tool with its sources. */
export interface Package extends Folder {
  readonly kind: 'packages' | 'apps' | 'tooling';
  readonly files: readonly SourceFile[];
}

const kinds = ['packages', 'apps', 'tooling'] as const;

/** Reads the manifest and the sources of every package, app and tool below `root`. */
export function readWorkspace(root: string): Package[] {
  return kinds.flatMap((kind) =>
    readFolders(root, kind).map((each) => ({ ...each, kind, files: readSources(root, each.path) })),
  );
}

function readSources(root: string, path: string): SourceFile[] {
  const source = join(root, path, 'src');
  if (!existsSync(source)) return [];
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?[jt]sx?$/.test(name));
  return names.sort().map((name) => {
    const file = join(source, name);
    const inside = relative(source, file);
    return {
      path: `${path}/src/${inside}`,
      imports: importsOf(file, readFileSync(file, 'utf8')),
      isTest: /\.(test|test-d|bench)\.[a-z]+$/.test(inside),
      isNode: isNodeSource(inside),
    };
  });
}

/** Whether a path below `src` belongs to a `/node` entry. */
export function isNodeSource(inside: string): boolean {
  return /^node(\.ts$|\/)/.test(inside);
}
