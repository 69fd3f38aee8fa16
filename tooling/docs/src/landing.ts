import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the landing page says: the root README. What it links to outside of the reference is named, not linked. */
export function landingText(root: string, linked: readonly string[]): string {
  const file = join(root, 'README.md');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .replace(/^# .*\n/, '') // the page has a title
    .replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (link, mark: string, words: string, target: string) => {
      const path = join(root, target.replace(/#.*/, ''));
      const stays = mark || /^(#|[a-z]+:)/.test(target) || linked.includes(path);
      return stays ? link : words;
    });
}
