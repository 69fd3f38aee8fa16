import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from './packages/install.ts';
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
export async function withBench<R>(root: string, use: (bench: Bench) => Promise<R>): Promise<R> {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'ostinato-packed-')));
  try {
    mkdirSync(join(temporary, 'tarballs'));
    const packed = await pack(root, join(temporary, 'tarballs'));
    const folder = (name: string) => join(temporary, name);
    let installed: Promise<string> | undefined;
    const everything = () => (installed ??= installAll(folder('everything'), packed));
    return await use({ root, packed, folder, everything });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function installAll(folder: string, packed: readonly Packed[]): Promise<string> {
  await install(
    folder,
    packed.map(({ tarball }) => tarball),
  );
  return folder;
}
