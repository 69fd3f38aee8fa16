import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../guard.ts';
import { changedFiles, checkRepository, git, type Package, readPackages, tryGit } from '@ostinato-workspace/workspace';
import { type Changeset, checkChangeset, parseChangeset } from './changeset.ts';
import { publishedChanges } from './published.ts';
import { releasePoint, versionAt } from './release-point.ts';

const folder = '.changeset';

/** Checks that pending changesets name every package that changed since its release, and on a branch since main. */
export function checkChangesets(root: string): Findings {
  checkRepository(root);
  const packages = readPackages(root);
  const changesets = readChangesets(root);
  const names = packages.map((each) => each.manifest.name);
  const { fork, compared } = forkPoint(root);
  const problems = [
    ...changesets.flatMap((each) => checkChangeset(each, names)),
    ...packages.flatMap((each) => checkSinceRelease(root, each, changesets, fork)),
    ...(fork ? checkBranch(root, packages, changesets, fork) : []),
  ];
  return { problems, figures: `${changesets.length} pending for ${packages.length} packages, ${compared}` };
}

function readChangesets(root: string): Changeset[] {
  if (!existsSync(join(root, folder))) throw new Error(`${join(root, folder)} is missing`);
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => parseChangeset(`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')));
}

function checkSinceRelease(
  root: string,
  each: Package,
  changesets: readonly Changeset[],
  fork: string | undefined,
): string[] {
  const { name, version } = each.manifest;
  if (isNamed(name, changesets)) return [];
  if (version === '0.0.0') return [`${name}: was never released, and no pending changeset names it`];
  const point = releasePoint(root, each, fork);
  if (point === 'preparing') return [];
  if (!point) return [`${name}: there is no tag ${name}@${version} to compare with; fetch it: git fetch --tags`];
  const [file] = publishedChanges(root, point.at, each.path);
  return file ? [`${name}: ${file} changed since ${version}, and no pending changeset names the package`] : [];
}

/** The changeset must be of this branch: one from before tells of another change. */
function checkBranch(
  root: string,
  packages: readonly Package[],
  changesets: readonly Changeset[],
  fork: string,
): string[] {
  const touched = new Set(changedFiles(root, fork, `${folder}/`));
  const ofBranch = changesets.filter((each) => touched.has(each.path));
  return packages.flatMap(({ path, manifest: { name, version } }) => {
    const before = versionAt(root, fork, `${path}/package.json`);
    const isRelease = before !== undefined && before !== version; // its changesets have become a changelog
    if (isRelease || isNamed(name, ofBranch)) return [];
    const [file] = publishedChanges(root, fork, path);
    return file ? [`${name}: ${file} changed on this branch, and none of its changesets names the package`] : [];
  });
}

/**
 * Where HEAD left origin/main, and what packages are compared with, in words. Without origin/main there is nothing to
 * compare a commit with that CI checked out, or main itself; any other branch has to know it.
 */
function forkPoint(root: string): { fork?: string; compared: string } {
  const branch = tryGit(root, 'symbolic-ref', '--quiet', '--short', 'HEAD');
  const where = branch ?? 'a detached HEAD';
  if (tryGit(root, 'rev-parse', '--verify', '--quiet', 'refs/remotes/origin/main') === undefined) {
    if (branch === undefined || branch === 'main') return { compared: `${where} compared with releases only` };
    throw new Error(
      `${root}: there is no origin/main to compare branch ${branch} with; fetch it: git fetch origin main`,
    );
  }
  const fork = tryGit(root, 'merge-base', 'origin/main', 'HEAD');
  if (!fork) throw new Error('origin/main and HEAD have no commit in common; fetch all: git fetch --unshallow');
  if (fork === git(root, 'rev-parse', 'HEAD')) return { compared: `${where} is part of origin/main` };
  return { fork, compared: `${where} compared with origin/main at ${fork.slice(0, 7)}` };
}

function isNamed(name: string, changesets: readonly Changeset[]): boolean {
  return changesets.some((each) => each.bumps.has(name));
}
