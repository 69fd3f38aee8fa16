import type { Packed } from '../packages/pack.ts';
import { attwProblems } from './attw.ts';
import { publintProblems } from './publint.ts';

/** What is wrong with the tarballs as packages. */
export async function checkValid(packed: readonly Packed[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { manifest, tarball } of packed) {
    problems.push(...(await publintProblems(manifest.name, tarball)), ...(await attwProblems(manifest, tarball)));
  }
  return problems;
}
