import type { Application, ProjectReflection, ValidationOptions } from 'typedoc';

const all: ValidationOptions = {
  notDocumented: true,
  notExported: true,
  invalidLink: true,
  invalidPath: true,
  rewrittenLink: true,
  unusedMergeModuleWith: true,
};
const none = Object.fromEntries(Object.keys(all).map((name) => [name, false]));

/** Runs typedoc's checks, which go to the app's logger. `unnamed` are the types that need not be exported, by package. */
export function validate(
  app: Application,
  project: ProjectReflection,
  packages: readonly string[],
  unnamed: Readonly<Record<string, readonly string[]>>,
): void {
  app.options.setValue('validation', { ...all, notExported: false });
  app.validate(project);

  // A type in a public signature is public too. Typedoc asks that only of the package that the project is named for.
  app.options.setValue('validation', { ...none, notExported: true });
  const { packageName = '' } = project;
  for (const name of packages) {
    project.packageName = name;
    app.options.setValue('intentionallyNotExported', [...(unnamed[name] ?? [])]);
    app.validate(project);
  }
  project.packageName = packageName;
}
