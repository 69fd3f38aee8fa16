import { parseSync, type Program, Visitor } from 'oxc-parser';

/** One import of a module, in whatever syntax. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Leaves nothing behind at run time: `import type`, `export type ... from` or `import('x').T`. */
  readonly typeOnly: boolean;
}

/** Every import in a source text whose target is written as a string. Throws if the text does not parse. */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new SyntaxError(`${path}: cannot be parsed: ${errors[0].message}`);
  const found: Import[] = [];
  const add = (node: { start: number } | null, typeOnly: boolean) => {
    if (!node || !('value' in node) || typeof node.value !== 'string') return;
    found.push({ specifier: node.value, line: text.slice(0, node.start).split('\n').length, typeOnly });
  };
  visit(program, add);
  return found;
}

/** `import { type T } from 'x'` counts as a value: the compiler leaves `import {} from 'x'` behind. */
function visit(program: Program, add: (node: { start: number } | null, typeOnly: boolean) => void): void {
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => add(node.source, false),
    TSImportType: (node) => add(node.source, true),
    TSExternalModuleReference: (node) => add(node.expression, false),
    CallExpression: (node) => {
      const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require';
      if (isRequire) add(node.arguments[0] ?? null, false);
    },
  }).visit(program);
}

/** `@ostinato/train/node` is the package `@ostinato/train` and its entry `./node`. */
export function splitSpecifier(specifier: string): { name: string; entry: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, length).join('/'), entry: ['.', ...parts.slice(length)].join('/') };
}
