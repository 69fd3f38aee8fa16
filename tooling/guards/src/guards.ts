import { checkChangesets } from './changesets/changesets.ts';
import { checkExports } from './exports/exports.ts';
import { checkFiles } from './files/files.ts';
import type { Guard } from './guard.ts';
import { checkKnip } from './knip/knip.ts';
import { checkLinks } from './links/links.ts';
import { checkManifests } from './manifests/manifests.ts';
import { checkSizes } from './sizes/sizes.ts';

/** Every guard by name, with what to do when it fails. */
export const guards: Readonly<Record<string, { readonly check: Guard; readonly remedy: string }>> = {
  knip: {
    check: checkKnip,
    remedy: 'Delete what is unused, or drop the word "export". An exception goes into knip.jsonc, with its reason.',
  },
  exports: {
    check: checkExports,
    remedy: 'Is the change meant? Then "npm run exports" writes the list; commit it with a changeset.',
  },
  sizes: {
    check: checkSizes,
    remedy: 'Make it smaller, or raise its row in tooling/guards/src/sizes/budgets.ts and say why.',
  },
  changesets: {
    check: checkChangesets,
    remedy: 'Say in a file in .changeset/ what changes for users; "npm run changeset" writes one.',
  },
  links: { check: checkLinks, remedy: 'Correct the link, or what it points at.' },
  manifests: { check: checkManifests, remedy: 'Copy the field from the package.json of another package.' },
  files: { check: checkFiles, remedy: 'Split the longest files, one idea each.' },
};
