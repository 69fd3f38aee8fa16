import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Application,
  type CommentDisplayPart,
  type Context,
  type DocumentReflection,
  MinimalSourceFile,
  normalizePath,
} from 'typedoc';
import type { Entry } from './entries.ts';
import { landingText } from './landing.ts';
import { documents } from './options.ts';

/** What the page of an entry point begins with: its package's README, or the first comment of `testing.ts`, `node.ts`. */
export function textOf({ name, packageName, folder, file }: Entry): { text: string; from: string } {
  if (name !== packageName) {
    const [, comment = ''] = /^\/\*\*(.*?)\*\//s.exec(readFileSync(file, 'utf8')) ?? [];
    return { text: comment.replaceAll(/^\s*\* ?/gm, '').trim(), from: file };
  }
  const readme = join(folder, 'README.md');
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  return { text: text.replace(/^# .*\n/, '').trim(), from: readme }; // the page has the name as its title
}

/** A document is called what its first heading says. */
export function nameByHeading(document: DocumentReflection): void {
  const [first] = document.content;
  const [heading, title] = /^# (.*)\n/.exec(first?.text ?? '') ?? [];
  if (!first || !heading || !title) return;
  document.name = title;
  first.text = first.text.slice(heading.length);
}

/** Puts the texts on the pages, and lets links to a package's folder in any text lead to its page. */
export function addTexts(app: Application, { project }: Context, root: string, entries: readonly Entry[]): void {
  const parse = (text: string, from: string): CommentDisplayPart[] =>
    app.converter.parseRawComment(new MinimalSourceFile(text, normalizePath(from)), project.files).content;

  const folders = entries.map(({ folder }) => folder);
  project.readme = parse(landingText(root, [...folders, ...documents(root)]), join(root, 'README.md'));
  project.files.registerReflectionPath(normalizePath(join(root, 'README.md')), project);
  for (const entry of entries) {
    const page = project.children?.find(({ name }) => name === entry.name);
    if (!page) continue;
    const { text, from } = textOf(entry);
    page.readme = parse(text, from);
    if (entry.name !== entry.packageName) continue;
    project.files.registerReflectionPath(normalizePath(from), page);
    project.files.registerReflectionPath(normalizePath(dirname(from)), page);
  }
}
