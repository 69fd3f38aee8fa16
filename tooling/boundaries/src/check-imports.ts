import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { isOwn, type Manifest } from '@ostinato-workspace/workspace';
import { type Import, splitSpecifier } from './imports.ts';
import { mayImport } from './may-import.ts';
import { isNodeSource, type Package, type SourceFile } from './workspace.ts';

/** Checks every import of every source file; `root` is the manifest of the workspace, whose tools tests may use. */
export function checkImports(packages: readonly Package[], root: Manifest): string[] {
  const byName = new Map(packages.map((each) => [each.manifest.name, each]));
  return packages.flatMap((from) =>
    from.files.flatMap((file) =>
      file.imports.flatMap((each) => {
        const problem = checkImport({ from, file, byName, root }, each);
        return problem ? [`${file.path}:${each.line}: ${problem}`] : [];
      }),
    ),
  );
}

interface Place {
  readonly from: Package;
  readonly file: SourceFile;
  readonly byName: ReadonlyMap<string, Package>;
  readonly root: Manifest;
}

function checkImport(place: Place, { specifier, typeOnly }: Import): string | undefined {
  const { from, file, byName } = place;
  const usesNode = file.isTest || file.isNode || from.kind !== 'packages';
  if (isBuiltin(specifier)) {
    return usesNode
      ? undefined
      : `${specifier}: Node built-ins only in src/node.ts, src/node/, tests, apps and tooling`;
  }
  if (specifier.startsWith('.')) {
    const inside = posix.relative(`${from.path}/src`, posix.join(posix.dirname(file.path), specifier));
    if (inside.startsWith('..')) return `${specifier} reaches outside ${from.path}/src`;
    return !usesNode && isNodeSource(inside) ? `${specifier}: only Node sources may import Node sources` : undefined;
  }
  const { name, entry } = splitSpecifier(specifier);
  if (name === from.manifest.name) return undefined;
  const to = byName.get(name);
  if (!to && isOwn(name)) return `${name}: no such package in this workspace`;
  if (to && !to.manifest.exports?.[entry]) return `${specifier} is not an entry point of ${name}`;
  if (to && entry === './node' && !usesNode) return `${specifier}: only Node sources may import Node entries`;
  if (to && !file.isTest && !mayImport(from, name, typeOnly)) {
    const asType = mayImport(from, name, true) ? ' except with "import type"' : '';
    return `${from.path} may not import ${name}${asType}`;
  }
  return isDeclared(place, name) ? undefined : `${name} is not declared in ${from.path}/package.json`;
}

function isDeclared({ from, file, root }: Place, name: string): boolean {
  const { dependencies, devDependencies, peerDependencies } = from.manifest;
  if (name in { ...dependencies, ...peerDependencies }) return true;
  return (file.isTest || from.kind === 'tooling') && name in { ...devDependencies, ...root.devDependencies };
}
