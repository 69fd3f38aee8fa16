import { assertLoopback, assertNoOwnRegistry } from './loopback.ts';
import type { Package } from './packages.ts';
import { type Place, runChecked } from '@ostinato-workspace/workspace';

/** Asks the tools themselves where they would publish, and throws if that is not on this machine. */
export async function assertPublishesHere(place: Place, packages: readonly Package[]): Promise<void> {
  assertNoOwnRegistry(packages.map(({ manifest }) => manifest));
  const scopes = new Set(packages.flatMap(({ manifest }) => /^@[^/]+/.exec(manifest.name) ?? []));
  const keys = ['registry', ...[...scopes].map((scope) => `${scope}:registry`)];
  const answers = await Promise.all([
    ...keys.map((key) => runChecked('npm', ['config', 'get', key], place)),
    ...keys.map((key) => runChecked('pnpm', ['config', 'get', key], place)),
  ]);
  const [npm, ...others] = answers.map((answer) => answer.trim());
  if (npm === undefined || unset.has(npm))
    throw new Error('npm config get registry: npm does not say where it would publish');
  for (const registry of [npm, ...others.filter((each) => !unset.has(each))]) assertLoopback(registry);
}

/** What npm and pnpm answer where there is no setting of that name. */
const unset: ReadonlySet<string> = new Set(['', 'undefined', 'null']);
