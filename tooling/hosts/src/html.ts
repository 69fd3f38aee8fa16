import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/** The address of each entry point by its name. @throws Error if one was not built */
function publishedPackages(): Record<string, string> {
  return Object.fromEntries(readdirSync(join(root, 'packages')).flatMap(entriesOf));
}

function entriesOf(folder: string): [string, string][] {
  const { name, exports }: Manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([entry, target]): [string, string][] => {
    if (typeof target === 'string') return [];
    const file = `packages/${folder}/${target.default.slice(2)}`;
    if (!existsSync(join(root, file))) throw new Error(`${file} is missing: build the packages first`);
    return [[name + entry.slice(1), `/${file}`]];
  });
}
