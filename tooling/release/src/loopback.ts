import type { Manifest } from '@ostinato-workspace/workspace';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Throws unless `registry` is on this machine: a rehearsal must not publish anywhere else. */
export function assertLoopback(registry: string): void {
  const host = URL.canParse(registry) ? new URL(registry).hostname : undefined;
  if (host !== undefined && loopback.has(host)) return;
  throw new Error(`The rehearsal publishes only to a registry on 127.0.0.1 or localhost; got "${registry}"`);
}

/** A manifest's own registry goes before every other setting, and so would lead out of the rehearsal. */
export function assertNoOwnRegistry(manifests: readonly Manifest[]): void {
  for (const { name, publishConfig = {} } of manifests) {
    const key = Object.keys(publishConfig).find((each) => /(^|:)registry$/.test(each));
    if (key)
      throw new Error(`${name}: publishConfig names a registry ("${key}"); leave that to the maintainer's npmrc`);
  }
}
