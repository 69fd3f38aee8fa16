import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../guard.ts';
import { type Manifest, type Package, readPackages } from '@ostinato-workspace/workspace';

/** In this order: the first condition that fits wins. */
const conditions = ['@ostinato/source', 'types', 'node', 'default'];
const readmeLines = 80;

type Fields = Readonly<Record<string, unknown>>;

/** Checks that every package has a short README and the fields that npm, bundlers and readers look for. */
export function checkManifests(root: string): Findings {
  const packages = readPackages(root);
  const problems = packages.flatMap((each) => [
    ...checkReadme(root, each),
    ...checkFields(each.manifest).map((problem) => `${each.path}/package.json: ${problem}`),
  ]);
  return { problems, figures: `${packages.length} packages` };
}

function checkReadme(root: string, { path }: Package): string[] {
  const file = join(root, path, 'README.md');
  if (!existsSync(file)) return [`${path}: has no README.md`];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
  return lines > readmeLines ? [`${path}/README.md: ${lines} lines, at most ${readmeLines}`] : [];
}

function checkFields(manifest: Manifest): string[] {
  const { exports = {}, ...rest } = manifest;
  const fields: Fields = rest;
  const { description, engines, files } = fields;
  const problems: string[] = [];
  const expectField = (field: string, expected: unknown) => {
    if (fields[field] === expected) return;
    problems.push(`${field} is ${JSON.stringify(fields[field])}, expected ${JSON.stringify(expected)}`);
  };
  if (typeof description !== 'string' || description === '') problems.push('has no description');
  expectField('license', 'MIT');
  expectField('type', 'module');
  expectField('sideEffects', false);
  const node = (engines as { node?: string } | undefined)?.node;
  if (node !== '>=20.19') problems.push(`engines.node is ${JSON.stringify(node)}, expected ">=20.19"`);
  if (!Array.isArray(files) || files.length === 0) problems.push('has no files, so that everything is published');
  if (!exports['.']) problems.push('exports has no root entry "."');
  for (const [entry, target] of Object.entries(exports)) {
    const found = typeof target === 'string' ? undefined : Object.keys(target);
    // A file that is not code is the same under every condition.
    if (typeof target === 'string' ? /\.[cm]?[jt]s$/.test(target) : found?.join() !== conditions.join()) {
      problems.push(`exports["${entry}"] has the conditions ${found ?? 'none'}, expected ${conditions} in this order`);
    }
  }
  return problems;
}
