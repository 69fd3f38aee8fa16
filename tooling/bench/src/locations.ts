import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** This package: scripts that are not TypeScript, and the workloads. */
export const benchFolder = fileURLToPath(new URL('..', import.meta.url));

/** Scripts that measure other libraries, beside the repository unless OSTINATO_PEERS names another folder. */
export const peersFolder = process.env['OSTINATO_PEERS'] ?? join(root, '../shared/peers/bench');

/** Where `setup` installs those libraries: outside the workspace, so that an ordinary install stays small. */
export const installFolder =
  process.env['OSTINATO_PEERS_DIR'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ostinato-peers');

/** The Python whose PyTorch is measured: the system's, because only that one has PyTorch linked to a BLAS of choice. */
export const python = process.env['OSTINATO_PYTHON'] ?? '/usr/bin/python3';

/** What child processes run: the built `main.ts`. */
export const program = fileURLToPath(new URL('./main.js', import.meta.url));
