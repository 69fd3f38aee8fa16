import { Application, Converter, type ProjectReflection } from 'typedoc';
import { checkSummaries } from './check-summaries.ts';
import { simplifyConstant } from './constants.ts';
import type { Entry } from './entries.ts';
import { spellOutLocalAliases } from './local-aliases.ts';
import { addTexts, nameByHeading, textOf } from './module-text.ts';
import { referenceOptions } from './options.ts';
import { ProblemLog } from './problem-log.ts';
import { readProgram } from './program.ts';
import { validate } from './validate.ts';

/** The reference in memory: what typedoc found and what is wrong with it, one line each. */
export interface Reference {
  readonly app: Application;
  readonly project: ProjectReflection;
  readonly problems: readonly string[];
}

/** Reads the sources of `entries` and the comments in them; `unnamed` are types that need not be exported. */
export async function readReference(
  root: string,
  entries: readonly Entry[],
  unnamed: Readonly<Record<string, readonly string[]>> = {},
): Promise<Reference> {
  const packages = [...new Set(entries.map((each) => each.packageName))];
  const app = await Application.bootstrap(referenceOptions(root, packages));
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error('typedoc refuses an option, see above.');
  const log = new ProblemLog();
  app.logger = log;
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, simplifyConstant);
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => nameByHeading(document));
  const { points, problems } = readProgram(root, entries);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    context.setActiveProgram(points[0]?.program);
    spellOutLocalAliases(context);
    addTexts(app, context, root, entries);
  });
  const project = app.converter.convert(points);
  validate(app, project, packages, unnamed);
  const found = [...checkPages(project, entries), ...checkSummaries(project), ...log.problems];
  return { app, project, problems: [...problems, ...found] };
}

/** Every entry has a page with names on it and a text that introduces them. */
export function checkPages(project: ProjectReflection, entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => {
    const page = project.children?.find(({ name }) => name === entry.name);
    if (!page) return [`${entry.name}: the reference has no page for it`];
    const { text, from } = textOf(entry);
    return [
      ...(page.children?.length ? [] : [`${entry.name}: the reference has no names in it`]),
      ...(text ? [] : [`${entry.name}: nothing in ${from} introduces it`]),
    ];
  });
}
