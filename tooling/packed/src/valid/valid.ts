import type { Packed } from '../packages/pack.ts';
import { attwProblems } from './attw.ts';
import { publintProblems } from './publint.ts';

/** What is wrong with the tarballs as packages. */
export async function checkValid(packed: readonly Packed[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, tarball } of packed) {
    problems.push(...(await publintProblems(name, tarball)), ...(await attwProblems(name, tarball)));
  }
  return problems;
}
