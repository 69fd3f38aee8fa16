import { fileURLToPath } from 'node:url';
import { messageOf } from '@ostinato-workspace/workspace';
import { type Request, readArguments } from './arguments.ts';
import { writeExports } from './exports/exports.ts';
import { guards } from './guards.ts';
import { runGuards } from './run-guards.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const { guards: names, write } = readRequest();
if (write) await writeExports(root);
const chosen = Object.fromEntries(Object.entries(guards).filter(([name]) => names.includes(name)));
const failed = await runGuards(root, chosen, console.log);
console.log(`${names.length} guards, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function readRequest(): Request {
  try {
    return readArguments(process.argv.slice(2), Object.keys(guards));
  } catch (error) {
    console.error(messageOf(error));
    process.exit(2);
  }
}
