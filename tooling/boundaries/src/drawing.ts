import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw } from './draw.ts';
import { table } from './table.ts';
import { readWorkspace } from './workspace.ts';

const path = 'docs/packages.svg';

/** The picture of the packages that are there. */
function drawing(root: string): Promise<string> {
  const folders = readWorkspace(root).filter(({ kind }) => kind === 'packages');
  return draw(
    table,
    folders.map(({ folder }) => folder),
  );
}

export async function writeDrawing(root: string): Promise<void> {
  writeFileSync(join(root, path), await drawing(root));
}

/** One line if the picture in docs is missing or is not what the table says. */
export async function checkDrawing(root: string): Promise<string[]> {
  const file = join(root, path);
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === (await drawing(root));
  return isCurrent ? [] : [`${path}: not what the table of arrows says; npm run boundaries -- --draw writes it`];
}
