import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkName } from './check-name.ts';
import { insertLine } from './insert.ts';
import { type Kind, kinds } from './kinds.ts';
import { type NameForms, nameForms, substitute } from './name-forms.ts';
import { projectNames } from './project-names.ts';
import { Refusal } from './refusal.ts';
import { filesFor, type NewFile } from './template-files.ts';

/** All that a scaffold writes, known before anything is written. */
export interface Plan {
  readonly kind: Kind;
  readonly forms: NameForms;
  readonly made: readonly NewFile[];
  readonly changed: readonly NewFile[];
}

/** What to write for a new thing of this kind into the repository at `root`. @throws Refusal */
export function planFor(root: string, kind: Kind, name: string, templates?: string): Plan {
  const { rename = (given: string) => given } = kinds[kind];
  const forms = nameForms(rename(checkName(name)));
  checkFree(root, kind, forms);
  if (kinds[kind].isProject) checkProject(root, forms.kebab);
  const made = filesFor(kind, forms, templates);
  const there = made.find(({ path }) => existsSync(join(root, path)));
  if (there !== undefined) throw new Refusal(`${there.path} exists. Find another name, or change that file.`);
  return { kind, forms, made, changed: changedFiles(root, kind, forms) };
}

function checkFree(root: string, kind: Kind, forms: NameForms): void {
  for (const { path, says, because } of kinds[kind].taken) {
    const file = join(root, substitute(path, forms));
    if (says === undefined ? !existsSync(file) : !new RegExp(substitute(says, forms), 'm').test(read(root, path))) {
      continue;
    }
    throw new Refusal(`"${forms.kebab}" is taken: ${substitute(because, forms)}. Find another name.`);
  }
}

/** Names of folders that a tool does not look into. */
const unseen: Readonly<Record<string, string>> = {
  fixtures: 'the formatter and the linter leave out folders of this name',
  dist: 'git leaves out folders of this name',
  coverage: 'git leaves out folders of this name',
};

function checkProject(root: string, name: string): void {
  const because = Object.hasOwn(unseen, name) ? unseen[name] : undefined;
  const isProject = projectNames(root).includes(name);
  if (because === undefined && !isProject) return;
  throw new Refusal(`"${name}" cannot be had: ${because ?? 'a project of vitest is called so'}. Find another name.`);
}

/** Files with their new lines; several lines of one file go in one after the other. */
function changedFiles(root: string, kind: Kind, forms: NameForms): NewFile[] {
  const texts = new Map<string, string>();
  for (const { path, after, line, unless } of kinds[kind].insertions) {
    const text = texts.get(path) ?? read(root, path);
    if (unless !== undefined && new RegExp(substitute(unless, forms), 'm').test(text)) continue;
    try {
      texts.set(path, insertLine(text, after, substitute(line, forms)));
    } catch (error) {
      throw new Refusal(`${path}: ${(error as Error).message}. Mend the insertion in tooling/templates/src/kinds.ts.`);
    }
  }
  return [...texts].map(([path, text]) => ({ path, text }));
}

function read(root: string, path: string): string {
  if (existsSync(join(root, path))) return readFileSync(join(root, path), 'utf8');
  throw new Refusal(`${path} is not there. Mend its place in tooling/templates/src/kinds.ts.`);
}
