import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outsideFolders, packOutside, readManifest, readPackages } from '@ostinato-workspace/workspace';
import { assertLoopback } from './loopback.ts';
import type { Version } from './packages.ts';

interface Account {
  readonly url: string;
  readonly token: string;
}

/** Gives the registry what the packages need from outside of the workspace, since it cannot fetch it. */
export async function publishOutside(workspace: string, folder: string, account: Account): Promise<Version[]> {
  const folders = outsideFolders(workspace, readPackages(workspace));
  const into = join(folder, 'outside');
  mkdirSync(into);
  const tarballs = await packOutside(folders, into);
  const manifests = folders.map(readManifest);
  for (const [i, manifest] of manifests.entries()) await put(account, manifest, readFileSync(tarballs[i]!));
  return manifests.map(({ name, version }) => ({ name, version }));
}

/** Publishes a tarball as npm does, but heeds no setting: the manifest of a stranger may name another registry. */
async function put({ url, token }: Account, manifest: Version, tarball: Buffer): Promise<void> {
  assertLoopback(url);
  const { name, version } = manifest;
  const file = `${name}-${version}.tgz`;
  const hash = (algorithm: string) => createHash(algorithm).update(tarball);
  const dist = {
    tarball: new URL(`${name}/-/${file}`, url).href,
    shasum: hash('sha1').digest('hex'),
    integrity: `sha512-${hash('sha512').digest('base64')}`,
  };
  const attachment = {
    content_type: 'application/octet-stream',
    data: tarball.toString('base64'),
    length: tarball.length,
  };
  const response = await fetch(new URL(encodeURIComponent(name), url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      _id: name,
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
      _attachments: { [file]: attachment },
    }),
  });
  if (!response.ok) throw new Error(`${name}@${version}: the registry does not take it: ${await response.text()}`);
}
