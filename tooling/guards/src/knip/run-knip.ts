import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createOptions, createSession, type Issue } from 'knip/session';

/** knip's kinds of issues, in words. */
const kinds: Readonly<Record<string, string>> = {
  files: 'no file imports this one',
  dependencies: 'unused dependency',
  devDependencies: 'unused development dependency',
  optionalPeerDependencies: 'unused peer dependency',
  unlisted: 'imported but not in package.json',
  unresolved: 'cannot be resolved',
  exports: 'exported but not imported anywhere',
  types: 'exported type that is not imported anywhere',
  duplicates: 'exported twice',
  catalog: 'no package uses this entry of the catalog',
};

/** knip's hints: what is wrong with the configuration, or with what it starts from. */
const hintTexts: Readonly<Record<string, string>> = {
  ignore: 'this exception is not needed',
  ignoreDependencies: 'this exception is not needed',
  'entry-empty': 'no file is called so',
  'project-empty': 'no file is called so',
  'entry-redundant': 'is an entry anyway',
  'package-entry': 'a package.json names this file, which is not there; "npm run build" makes it',
};

/** The folders of what is shipped: packages to users, apps to whoever tries them. */
const shipped = ['packages', 'apps'];

/** What knip says about the workspace at `root`; in production mode about what is shipped, with tests left out. */
export async function runKnip(root: string, isProduction: boolean): Promise<{ problems: string[]; files: number }> {
  const folders = shipped.filter((folder) => existsSync(join(root, folder))).map((folder) => `./${folder}/*`);
  const options = await createOptions({
    cwd: root,
    isProduction,
    isSession: true,
    isShowProgress: false,
    ...(isProduction && { workspace: folders }),
  });
  const session = await createSession(options);
  const { issues, counters, configurationHints, hasConfigLoadErrors } = session.getResults();
  if (counters.processed === 0) throw new Error(`${root}: knip found no files to look at`);
  if (hasConfigLoadErrors) throw new Error(`${root}: knip could not load a configuration file; "npx knip" says which`);

  const problems = Object.values(issues)
    .flatMap((byFile) => Object.values(byFile))
    .flatMap((bySymbol) => Object.values(bySymbol))
    .map((issue) => describeIssue(root, issue));
  // Production mode leaves out what many exceptions are for, so only the full run can tell that one is stale.
  const hints = isProduction ? [] : configurationHints;
  problems.push(...hints.map((hint) => `knip.jsonc: ${hint.identifier}: ${hintTexts[hint.type] ?? hint.type}`));
  return { problems: problems.sort(), files: counters.processed };
}

function describeIssue(root: string, { type, filePath, symbol, line }: Issue): string {
  const path = relative(root, filePath);
  const what = kinds[type] ?? type;
  if (type === 'files') return `${path}: ${what}`;
  return `${path}${line === undefined ? '' : `:${line}`}: ${symbol}: ${what}`;
}
