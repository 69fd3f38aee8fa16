import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NameForms, substitute } from './name-forms.ts';

/** A file to be, its path from the root of the repository. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** A folder for each kind; the paths below it are those that the files get, without this ending. */
const folder = fileURLToPath(new URL('../templates', import.meta.url));
const ending = '.tmpl';

/** The files of a template with the name in the place of its placeholders. @throws Error when it has none */
export function filesFor(kind: string, forms: NameForms, templates = folder): NewFile[] {
  const root = join(templates, kind);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending));
  if (paths.length === 0) throw new Error(`${root} has no file that ends in ${ending}`);
  return paths.sort().map((path) => ({
    path: substitute(path.slice(0, -ending.length), forms),
    text: substitute(readFileSync(join(root, path), 'utf8'), forms),
  }));
}
