import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installFolder, peersFolder } from '../locations.ts';

/**
 * Copies the peers' scripts to where their libraries are: a module finds packages by the folder it is in. Does nothing where
 * either is missing.
 */
export function refreshScripts(): void {
  if (!existsSync(peersFolder) || !existsSync(join(installFolder, 'node_modules'))) return;
  const folder = join(installFolder, 'bench');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(peersFolder)) {
    if (/\.(mjs|py|json)$/.test(name)) writeFileSync(join(folder, name), readFileSync(join(peersFolder, name)));
  }
}
