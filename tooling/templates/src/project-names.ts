import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolders } from '@ostinato-workspace/workspace';

/** The names of all projects of vitest, which must differ from each other. @throws Error where there are none */
export function projectNames(root: string): string[] {
  const folders = (['packages', 'apps', 'tooling'] as const).flatMap((kind) => readFolders(root, kind));
  const configs = folders.flatMap(({ path }) =>
    readdirSync(join(root, path))
      .filter((name) => /^vitest\b.*\.config\.ts$/.test(name))
      .map((name) => join(root, path, name)),
  );
  if (configs.length === 0) throw new Error(`${root}: no vitest.config.ts found`);
  return configs.map((file) => {
    const [, kind = 'node', name] = /\b(?:(\w+)Project\(|name: )'([^']+)'/.exec(readFileSync(file, 'utf8')) ?? [];
    if (name === undefined) throw new Error(`${file}: names no project that can be read here`);
    return kind === 'node' ? name : `${name}-${kind}`;
  });
}
