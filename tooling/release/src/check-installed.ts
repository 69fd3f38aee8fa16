import type { Version } from './packages.ts';

/** The part of npm's package-lock.json that says what is installed where. */
export interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly resolved?: string }>>;
}

/** Holds what npm installed to the versions that were released: one copy of each of ours, and all from the registry. */
export function checkInstalled(lock: Lock, current: readonly Version[], registry: string): string[] {
  const problems: string[] = [];
  const ours = new Set(current.map(({ name }) => name));
  for (const { name, version } of current) {
    const installed = lock.packages[`node_modules/${name}`]?.version;
    if (installed !== version) problems.push(`npm installed ${name} ${installed ?? 'nowhere'}, not ${version}`);
  }
  for (const [path, { version, resolved = 'nowhere' }] of Object.entries(lock.packages)) {
    if (path === '') continue; // the program itself
    if (!resolved.startsWith(registry)) problems.push(`${path} came from ${resolved}, not from ${registry}`);
    const name = path.split('node_modules/').at(-1)!;
    const isNested = path !== `node_modules/${name}`;
    if (isNested && ours.has(name)) problems.push(`${name} ${version} is installed a second time: ranges do not fit`);
  }
  return problems;
}
