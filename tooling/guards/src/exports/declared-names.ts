import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The names that a file of declarations exports, those of `export *` included. @throws Error where one cannot be read */
export function declaredNames(file: string): Set<string> {
  const { module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors[0]) throw new SyntaxError(`${file}: cannot be parsed: ${errors[0].message}`);
  const names = new Set<string>();
  for (const { exportName, moduleRequest } of module.staticExports.flatMap((each) => each.entries)) {
    if (exportName.name) names.add(exportName.name);
    else if (moduleRequest) for (const name of declaredNames(declarations(file, moduleRequest.value))) names.add(name);
  }
  return names;
}

/** Where a file finds the declarations of what it exports whole: `./a.ts` and `./a.js` are both declared in `a.d.ts`. */
function declarations(from: string, specifier: string): string {
  const found = join(dirname(from), specifier.replace(/\.[jt]s$/, '.d.ts'));
  if (specifier.startsWith('.') && existsSync(found)) return found;
  throw new Error(`${from}: export * from '${specifier}' leads to no file of the package; spell the names out`);
}
