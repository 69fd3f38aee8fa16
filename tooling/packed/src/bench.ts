import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '@ostinato-workspace/workspace';
import { installPackages } from './packages/install.ts';
import { pack, type Packed } from './packages/pack.ts';

/** What the steps share: the tarballs, packed once, and a folder for what they make. */
export interface Bench {
  readonly root: string;
  readonly packed: readonly Packed[];
  /** A folder for one step. */
  folder(name: string): string;
  /** A folder in which all packages are installed by npm, once. */
  everything(): Promise<string>;
}

/** Packs the packages of the workspace at `root`, hands them to `use` and cleans up. @throws Error as `pack` does */
export function withBench<R>(root: string, use: (bench: Bench) => Promise<R>): Promise<R> {
  return withTemporaryFolder('packed', async (temporary) => {
    const folder = (name: string) => join(temporary, name);
    mkdirSync(folder('tarballs'));
    const packed = await pack(root, folder('tarballs'));
    let installed: Promise<string> | undefined;
    const everything = () => (installed ??= installPackages(root, packed, folder('everything')));
    return use({ root, packed, folder, everything });
  });
}
