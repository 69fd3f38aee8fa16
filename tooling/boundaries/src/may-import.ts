import { everyone, facade, table } from './table.ts';
import type { Package } from './workspace.ts';

/** Whether the sources of `from` may import the workspace package called `name`. */
export function mayImport(from: Package, name: string, typeOnly: boolean): boolean {
  const isPublished = name === facade || name.startsWith('@ostinato/');
  if (from.kind === 'tooling') return true;
  if (from.kind === 'apps') return isPublished;
  if (from.folder === facade) return isPublished && name !== facade;
  const arrows = table[from.folder];
  const allowed = [...everyone, ...(arrows?.imports ?? []), ...(typeOnly ? (arrows?.types ?? []) : [])];
  return allowed.some((folder) => name === `@ostinato/${folder}`);
}
