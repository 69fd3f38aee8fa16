import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '@ostinato-workspace/workspace';
import type { Version } from './packages.ts';
import type { Registry } from './registry.ts';

/** What a registry has under one name. */
export interface Published {
  readonly name: string;
  readonly latest: string | undefined;
  /** The manifest of each version. */
  readonly manifests: readonly Manifest[];
}

/** All that the registry has besides `outside`, also what nobody expected: the names are from its storage. */
export function readPublished({ url, storage }: Registry, outside: readonly Version[]): Promise<Published[]> {
  const others = new Set(outside.map(({ name }) => name));
  const names = storedNames(storage).filter((name) => !others.has(name));
  return Promise.all(
    names.map(async (name) => {
      const response = await fetch(new URL(encodeURIComponent(name), url));
      if (!response.ok) throw new Error(`${name} is stored but not served: ${response.status}`);
      const { versions, ...document } = (await response.json()) as Document;
      return { name, latest: document['dist-tags']['latest'], manifests: Object.values(versions) };
    }),
  );
}

interface Document {
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Manifest>>;
}

function storedNames(storage: string): string[] {
  const list = (folder: string): string[] =>
    existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  return list(storage).flatMap((name) =>
    name.startsWith('@') ? list(join(storage, name)).map((inside) => `${name}/${inside}`) : [name],
  );
}
