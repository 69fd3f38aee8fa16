import { fileURLToPath } from 'node:url';
import { checkTemplates } from './check/check.ts';
import { isKind, kinds } from './kinds.ts';
import { Refusal } from './refusal.ts';
import { report, scaffold } from './scaffold.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const usage = `Usage: npm run new:KIND NAME, where KIND is ${Object.keys(kinds).join(', ')} and NAME is kebab-case.`;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function run([kind = '', name, ...rest]: string[]): Promise<number> {
  if (kind === '--check') return checkTemplates(root);
  if (!isKind(kind) || name === undefined || rest.length > 0) throw new Refusal(usage);
  console.log(report(scaffold(root, kind, name)));
  return 0;
}
