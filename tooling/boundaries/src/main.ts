import { fileURLToPath } from 'node:url';
import { check } from './check.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('../../..', import.meta.url));
const { problems, packages, imports } = check(root);
for (const problem of problems) console.error(problem);
console.log(`${imports} imports in ${packages} packages, ${problems.length} against the arrows`);
process.exitCode = problems.length > 0 ? 1 : 0;
