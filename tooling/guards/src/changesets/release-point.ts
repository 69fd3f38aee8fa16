import { type Package, tryGit } from '@ostinato-workspace/workspace';

/** The commit or tag of the present version; `preparing`: that version is not committed yet; or nothing is known. */
export type ReleasePoint = { readonly at: string } | 'preparing' | undefined;

/**
 * Where the present version of a package was released: its tag `NAME@VERSION`.
 *
 * Between `changeset version` and `changeset publish` there is no tag yet. Then it is the commit that raised the
 * version, if that is the last one or lies on the branch that left main at `fork`. Anything older lacks its tag.
 */
export function releasePoint(root: string, each: Package, fork: string | undefined): ReleasePoint {
  const { name, version } = each.manifest;
  const manifest = `${each.path}/package.json`;
  const tag = `refs/tags/${name}@${version}`;
  if (tryGit(root, 'rev-parse', '--verify', '--quiet', `${tag}^{commit}`)) return { at: tag };
  if (versionAt(root, 'HEAD', manifest) !== version) return 'preparing';
  for (const before of ['HEAD~1', fork]) {
    const old = before && versionAt(root, before, manifest);
    if (!old || old === version) continue;
    const raised = tryGit(
      root,
      'log',
      '-1',
      '--format=%H',
      `-S"version": "${version}"`,
      `${before}..HEAD`,
      '--',
      manifest,
    );
    if (raised) return { at: raised };
  }
  return undefined;
}

/** The version of a package.json in a commit, if it was there. */
export function versionAt(root: string, commit: string, manifest: string): string | undefined {
  const text = tryGit(root, 'show', `${commit}:${manifest}`);
  return text === undefined ? undefined : (JSON.parse(text) as { version?: string }).version;
}
