import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { baseBranch } from './changesets.ts';
import { copyWorkspace } from './copy.ts';
import { assertPublishesHere } from './destination.ts';
import { readPackages } from './packages.ts';
import { findPnpm, install } from './pnpm.ts';
import { createUser, startRegistry } from './registry.ts';
import { createRepository } from './repository.ts';
import type { Place } from './run.ts';
import { sandboxEnvironment } from './sandbox.ts';
import { stage } from './stage.ts';
import { releaseAll, releasePatch } from './two-releases.ts';

/** Releases the workspace `root` twice to a registry of its own, all in `folder`. Throws what is wrong. */
export async function rehearse(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  const outside: Place = { cwd: root, env: process.env, signal };

  await stage('copy', async (note) => note(`${await copyWorkspace(outside, workspace)} files and the built packages`));
  const pnpm = await stage('install', async () => {
    const found = await findPnpm({ ...outside, cwd: workspace });
    await install(found, { ...outside, cwd: workspace });
    return found;
  });
  const registry = await startRegistry(join(folder, 'registry'));
  try {
    const place = await stage('registry', async (note): Promise<Place> => {
      note(registry.url);
      const token = await createUser(registry.url);
      const env = sandboxEnvironment({ folder, registry: registry.url, token, pnpm });
      const inside = { cwd: workspace, env, signal };
      await assertPublishesHere(inside, readPackages(workspace));
      await createRepository(inside, baseBranch(workspace));
      return inside;
    });
    const released = await releaseAll({ place, registry, folder });
    await releasePatch({ place, registry, folder }, released);
  } finally {
    await registry.close();
  }
}
