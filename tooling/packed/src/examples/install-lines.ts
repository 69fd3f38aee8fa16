import type { CodeBlock } from './markdown.ts';
import type { Example } from './example.ts';

/** Who follows a README's `npm install` must be able to run its examples. */
export function checkInstallLines(path: string, blocks: readonly CodeBlock[], examples: readonly Example[]): string[] {
  const installed = new Set(blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => namedToNpm(code)));
  if (installed.size === 0) return [`${path}: no sh block with the npm install that its examples need`];
  const imported = new Set(examples.filter(({ isFragment }) => !isFragment).flatMap(({ code }) => importedBy(code)));
  return [...imported]
    .filter((name) => !installed.has(name))
    .map((name) => `${path}: an example imports ${name}, which the npm install above it does not name`);
}

function namedToNpm(code: string): string[] {
  const commands = code.split('\n').flatMap((line) => /^npm (?:install|i|add) (.*)$/.exec(line)?.[1] ?? []);
  const words = commands
    .flatMap((command) => command.split(/\s+/))
    .filter((word) => word !== '' && !word.startsWith('-'));
  return words.map((word) => word.replace(/(?<=.)@.*$/, '')); // without the version
}

/** The packages that a program imports, without those of Node and its own files. */
function importedBy(code: string): string[] {
  const specifiers = code.matchAll(/^(?:import (?:.* from )?|\} from |export .* from )(["'])(.+?)\1/gm);
  return [...specifiers]
    .map(([, , specifier]) => specifier!)
    .filter((specifier) => !/^(\.|node:)/.test(specifier))
    .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)![0]);
}
