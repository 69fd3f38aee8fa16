import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@ostinato-workspace/workspace';

/** Importing must do nothing that can be seen from outside: no output, no new global, no timer that keeps Node alive. */
export async function checkImporting(folder: string, entries: readonly string[]): Promise<string[]> {
  if (entries.length === 0) throw new Error('no entry points to import');
  const program = `const globals = () => Reflect.ownKeys(globalThis).map(String);
for (const entry of ${JSON.stringify(entries)}) {
  const before = new Set(globals());
  await import(entry);
  const added = globals().filter((name) => !before.has(name));
  if (added.length > 0) console.log(\`import of \${entry} adds globals: \${added.join(', ')}\`);
}`;
  writeFileSync(join(folder, 'importing.js'), program);
  const { code, output } = await run(process.execPath, ['importing.js'], { cwd: folder, timeout: 20 });
  if (code === 0 && output === '') return [];
  return [`importing every package must do nothing, but ended with code ${code}: ${output.trim()}`];
}
