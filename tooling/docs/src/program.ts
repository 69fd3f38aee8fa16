import { join } from 'node:path';
import { type DocumentationEntryPoint, TypeScript as ts } from 'typedoc';
import type { Entry } from './entries.ts';

/** One program over all entries, so that a name has one page however many packages export it. */
export function readProgram(
  root: string,
  entries: readonly Entry[],
): { points: DocumentationEntryPoint[]; problems: string[] } {
  const config = join(root, 'tsconfig.base.json');
  const { config: json, error } = ts.readConfigFile(config, ts.sys.readFile);
  if (error) return { points: [], problems: [`${config}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`] };
  const { options } = ts.parseJsonConfigFileContent({ ...json, include: [], files: [] }, ts.sys, root, {}, config);
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  );
  const points = entries.flatMap(({ name, file }) => {
    const sourceFile = program.getSourceFile(file);
    return sourceFile ? [{ displayName: name, program, sourceFile }] : [];
  });
  return { points, problems: points.flatMap(unresolved) };
}

/** Exports that lead nowhere would be missing from the reference in silence. The rest is the type check's work. */
function unresolved({ displayName, program, sourceFile }: DocumentationEntryPoint): string[] {
  const found = [...program.getSyntacticDiagnostics(sourceFile), ...program.getSemanticDiagnostics(sourceFile)];
  return found.map(({ messageText }) => `${displayName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}
