import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed, run } from '../run.ts';

/** Importing must do nothing that can be seen from outside: no output, no new global, no timer that keeps Node alive. */
export async function checkImporting(folder: string, entries: readonly string[]): Promise<string[]> {
  const program = `const globals = () => Reflect.ownKeys(globalThis).map(String);
for (const entry of ${JSON.stringify(entries)}) {
  const before = new Set(globals());
  await import(entry);
  const added = globals().filter((name) => !before.has(name));
  if (added.length > 0) console.log(\`import of \${entry} adds globals: \${added.join(', ')}\`);
}`;
  writeFileSync(join(folder, 'importing.js'), program);
  const outcome = await run(process.execPath, ['importing.js'], { cwd: folder, timeout: 20 });
  const output = printed(outcome);
  if (outcome.code === 0 && output === '') return [];
  return [`importing every package must do nothing, but ended with code ${outcome.code}: ${output}`];
}
