import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Import, importsOf } from './imports.ts';

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface SourceFile {
  /** From the root of the workspace. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly isTest: boolean;
  /** May use Node: `src/node.ts` and whatever is in `src/node/`. */
  readonly isNode: boolean;
}

export interface Package {
  readonly kind: 'packages' | 'apps' | 'tooling';
  readonly folder: string;
  /** From the root of the workspace: `packages/tensor`. */
  readonly path: string;
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
}

export const kinds = ['packages', 'apps', 'tooling'] as const;

/** Reads the manifest and the sources of every package, app and tool below `root`. */
export function readWorkspace(root: string): Package[] {
  return kinds.flatMap((kind) => {
    if (!existsSync(join(root, kind))) return [];
    const folders = readdirSync(join(root, kind)).filter((name) => existsSync(join(root, kind, name, 'package.json')));
    return folders.map((folder) => {
      const path = `${kind}/${folder}`;
      return { kind, folder, path, manifest: readManifest(join(root, path)), files: readSources(root, path) };
    });
  });
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}

function readSources(root: string, path: string): SourceFile[] {
  const source = join(root, path, 'src');
  if (!existsSync(source)) return [];
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /\.m?[jt]sx?$/.test(name));
  return names.sort().map((name) => {
    const file = join(source, name);
    const inside = relative(source, file).replaceAll('\\', '/');
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
