import { fileURLToPath } from 'node:url';
import { check } from './check.ts';
import { checkDrawing, writeDrawing } from './drawing.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
if (process.argv.includes('--draw')) await writeDrawing(root);
const { problems, packages, imports } = check(root);
problems.push(...(await checkDrawing(root)));
for (const problem of problems) console.error(problem);
console.log(`${imports} imports in ${packages} packages, ${problems.length} against the arrows`);
process.exitCode = problems.length > 0 ? 1 : 0;
