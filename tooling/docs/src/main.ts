import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readEntries } from './entries.ts';
import { readReference } from './reference.ts';
import { unnamedTypes } from './unnamed-types.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const out = join(root, 'docs/api');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const { entries, problems: missing } = readEntries(root);
const { app, project, problems: found } = await readReference(root, entries, unnamedTypes);
if (!values.check) await app.generateDocs(project, out);

const problems = [...missing, ...found];
for (const problem of problems) console.error(problem);
console.log(`${entries.length} entry points, ${problems.length} problems with their documentation`);
if (!values.check) console.log(`${pathToFileURL(join(out, 'index.html')).href}`);
process.exitCode = problems.length > 0 ? 1 : 0;
