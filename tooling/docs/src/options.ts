import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TypeDocOptions } from 'typedoc';

/** What must have a doc comment: every public name and every public member of one. */
const documented = [
  'Enum',
  'Variable',
  'Function',
  'Class',
  'Interface',
  'TypeAlias',
  'Property',
  'Method',
  'Accessor',
] as const;

/** Texts with pages of their own. */
export function documents(root: string): string[] {
  return [join(root, 'docs/torch-names.md')];
}

/** The settings of the reference of the packages called `names` in the workspace at `root`. */
export function referenceOptions(root: string, names: readonly string[]): TypeDocOptions {
  return {
    name: 'Ostinato',
    readme: 'none', // the landing page's text is put there later
    projectDocuments: documents(root),
    basePath: root,
    // No line numbers and no commit: a page changes only when what it says changes.
    disableSources: true,
    disableGit: true,
    hideGenerator: true,
    alwaysCreateEntryPointModule: true,
    excludePrivate: true,
    excludeInternal: true,
    excludeExternals: true,
    sortEntryPoints: false,
    kindSortOrder: ['Class', 'Function', 'Variable', 'Interface', 'TypeAlias'],
    groupOrder: ['Documents', 'Modules', 'Classes', 'Functions', 'Variables', 'Interfaces', 'Type Aliases', '*'],
    customCss: fileURLToPath(new URL('../reference.css', import.meta.url)),
    searchInComments: true,
    highlightLanguages: ['ts', 'js', 'sh', 'json', 'python'],
    navigation: { includeCategories: false, includeGroups: false, includeFolders: false, compactFolders: false },
    requiredToBeDocumented: [...documented],
    packagesRequiringDocumentation: [...names],
  };
}
