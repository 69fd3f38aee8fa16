import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { workTreeFiles } from '@ostinato-workspace/workspace';
import type { Findings } from '../guard.ts';
import { type Page, readPage } from './markdown.ts';

/** Checks that the relative links and images of every Markdown file lead somewhere in the repository. */
export function checkLinks(root: string): Findings {
  const files = workTreeFiles(root);
  const targets = new Set(files.flatMap(withParents));
  const pages = new Map(
    files.filter(isMarkdown).map((path) => [path, readPage(readFileSync(join(root, path), 'utf8'))]),
  );
  if (pages.size === 0) throw new Error(`${root}: no Markdown files found`);
  let count = 0;
  const problems = [...pages].flatMap(([path, page]) =>
    page.links
      .filter(({ url }) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url))
      .flatMap(({ url, line }) => {
        count++;
        const problem = checkLink(path, url, targets, pages);
        return problem ? [`${path}:${line}: ${url}: ${problem}`] : [];
      }),
  );
  return { problems, figures: `${count} relative links in ${pages.size} files` };
}

function checkLink(
  from: string,
  url: string,
  targets: ReadonlySet<string>,
  pages: ReadonlyMap<string, Page>,
): string | undefined {
  const [file = '', fragment = ''] = url.split('#').map(decode);
  const path = file.split('?')[0] ?? '';
  // GitHub takes a leading slash for the root of the repository.
  const target = path === '' ? from : posix.join(path.startsWith('/') ? '.' : posix.dirname(from), path);
  const found = target.replace(/\/$/, '');
  if (!targets.has(found)) return `no such file in the repository: ${found}`;
  if (fragment === '' || !isMarkdown(found)) return undefined;
  const anchors = pages.get(found)?.anchors;
  return anchors?.has(fragment) ? undefined : `no such heading in ${found}; it has ${[...(anchors ?? [])].join(', ')}`;
}

/** A path and the folders that it is in: links may lead to a folder. */
function withParents(path: string): string[] {
  const parts = path.split('/');
  return ['.', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

function isMarkdown(path: string): boolean {
  return path.endsWith('.md');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
