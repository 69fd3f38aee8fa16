import { isOwn, type Package } from '@ostinato-workspace/workspace';

/**
 * The packages of these names and all of the workspace's that they depend on; what is from outside is left out.
 * @throws Error at a name that is not published here, but must be
 */
export function closure<P extends Package>(names: readonly string[], published: readonly P[]): P[] {
  const found = new Map<string, P>();
  const add = (name: string, of: string): void => {
    if (found.has(name)) return;
    const next = published.find(({ manifest }) => manifest.name === name);
    if (!next) throw new Error(`${name}${of} is not a published package of this workspace`);
    found.set(name, next);
    const needed = Object.keys(next.manifest.dependencies ?? {}).filter(isOwn);
    for (const dependency of needed) add(dependency, `, of which ${name} is made,`);
  };
  for (const name of names) add(name, '');
  return [...found.values()];
}
