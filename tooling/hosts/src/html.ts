import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** A page, and what its policy must allow for it. */
export interface Html {
  readonly text: string;
  /** Hashes of scripts inside of the page, as a Content-Security-Policy writes them. */
  readonly hashes: readonly string[];
}

/** A page that runs the module at `script`. */
export function htmlOf(script: string): Html {
  return { text: around(`<script type="module" src="${script}"></script>`), hashes: [] };
}

/** The same with an import map that leads to the built packages, for a server of the whole repository. */
export function unbundledHtml(script: string): Html {
  const map = JSON.stringify({ imports: publishedPackages() });
  const hash = `'sha256-${createHash('sha256').update(map).digest('base64')}'`;
  const text = around(`<script type="importmap">${map}</script><script type="module" src="${script}"></script>`);
  return { text, hashes: [hash] };
}

function around(scripts: string): string {
  return `<!doctype html><title>Host</title><link rel="icon" href="data:," />${scripts}`;
}

/** The address of each package by its name. @throws Error if one was not built */
function publishedPackages(): Record<string, string> {
  const entries = readdirSync(join(root, 'packages')).map((folder): [string, string] => {
    const file = `packages/${folder}/dist/index.js`;
    if (!existsSync(join(root, file))) throw new Error(`${file} is missing: build the packages first`);
    return [folder === 'ostinato' ? folder : `@ostinato/${folder}`, `/${file}`];
  });
  return Object.fromEntries(entries);
}
