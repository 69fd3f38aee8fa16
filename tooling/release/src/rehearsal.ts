import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { baseBranch } from './changesets.ts';
import { copyWorkspace } from './copy.ts';
import { assertPublishesHere } from './destination.ts';
import { publishOutside } from './outside.ts';
import { readPackages } from './packages.ts';
import { findPnpm, install } from './pnpm.ts';
import { createUser, startRegistry } from './registry.ts';
import type { Setting } from './release.ts';
import { createRepository } from './repository.ts';
import { sandboxEnvironment } from './sandbox.ts';
import { stage } from './stage.ts';
import { releaseAll, releasePatch } from './two-releases.ts';

/** Releases the workspace `root` twice to a registry of its own, all in `folder`. Throws what is wrong. */
export async function rehearse(root: string, folder: string): Promise<void> {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);

  await stage('copy', async (note) => note(`${copyWorkspace(root, workspace)} files and the built packages`));
  const pnpm = await stage('install', async () => {
    const place = { cwd: workspace, timeout: 300 };
    const found = await findPnpm(place);
    await install(found, place);
    return found;
  });
  const registry = await startRegistry(join(folder, 'registry'));
  try {
    const setting = await stage('registry', async (note): Promise<Setting> => {
      const token = await createUser(registry.url);
      const env = sandboxEnvironment({ folder, registry: registry.url, token, pnpm });
      const place = { cwd: workspace, env };
      await assertPublishesHere(place, readPackages(workspace));
      await createRepository(place, baseBranch(workspace));
      const outside = await publishOutside(workspace, folder, { url: registry.url, token });
      note(`${registry.url}, ${outside.length} packages from outside`);
      return { place, registry, outside, folder };
    });
    const released = await releaseAll(setting);
    await releasePatch(setting, released);
  } finally {
    await registry.close();
  }
}
