// node exec.mjs PROGRAM ARGS: installs what is missing, then runs a program of the workspace.
import { pnpm } from './pnpm.mjs';

const { code } = await pnpm(['exec', ...process.argv.slice(2)]);
process.exitCode = code;
