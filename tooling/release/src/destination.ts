import { assertLoopback, assertNoOwnRegistry } from './loopback.ts';
import type { Package } from './packages.ts';
import { type Place, run } from './run.ts';

/** Asks the tools themselves where they would publish, and throws if that is not on this machine. */
export async function assertPublishesHere(place: Place, packages: readonly Package[]): Promise<void> {
  assertNoOwnRegistry(packages.map(({ manifest }) => manifest));
  const scopes = new Set(packages.flatMap(({ manifest }) => /^@[^/]+/.exec(manifest.name) ?? []));
  const keys = ['registry', ...[...scopes].map((scope) => `${scope}:registry`)];
  const answers = await Promise.all([
    run('npm', ['config', 'get', ...keys], place),
    ...keys.map((key) => run('pnpm', ['config', 'get', key], place)),
  ]);
  for (const registry of answers.flatMap(readAnswer)) assertLoopback(registry);
}

/** npm writes KEY=VALUE a line if it was asked for several keys. */
function readAnswer(answer: string): string[] {
  const values = answer
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(@.+:)?registry=/, ''));
  return values.filter((value) => value !== 'undefined');
}
