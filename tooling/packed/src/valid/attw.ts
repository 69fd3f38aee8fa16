import { readFileSync } from 'node:fs';
import type { Manifest } from '@ostinato-workspace/workspace';
import { type Analysis, checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { problemAffectsEntrypointResolution, problemKindInfo } from '@arethetypeswrong/core/problems';

type Named = Pick<Manifest, 'name' | 'exports'>;

/** The packages are ES modules only, so how older Node resolution or `require` would find types does not matter. */
const resolutions = ['node16-esm', 'bundler'] as const;

/** What "are the types wrong" says against the code in a tarball, for users of ES modules. */
export async function attwProblems({ name, exports = {} }: Named, tarball: string): Promise<string[]> {
  const files = Object.entries(exports).filter(
    ([, target]) => typeof target === 'string' && !/\.[cm]?js$/.test(target),
  );
  const excludeEntrypoints = files.map(([path]) => path);
  const data = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)));
  const analysis = await checkPackage(data, { excludeEntrypoints });
  if (!analysis.types) return [`${name}: attw: there are no types`];
  const problems = analysis.problems.flatMap((problem) =>
    places(problem, analysis).map((place) => `${name}: attw: ${problemKindInfo[problem.kind].title}, ${place}`),
  );
  return [...new Set(problems)];
}

/** Where a problem is met: entry point and kind of resolution. */
function places(problem: Problem, analysis: Analysis): string[] {
  return Object.keys(analysis.entrypoints).flatMap((entry) =>
    resolutions
      .filter((resolution) => problemAffectsEntrypointResolution(problem, entry, resolution, analysis))
      .map((resolution) => `entry "${entry}" by ${resolution}`),
  );
}
