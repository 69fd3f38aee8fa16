import { fileURLToPath } from 'node:url';
import { messageOf, withTemporaryFolder } from '@ostinato-workspace/workspace';
import { Problems } from './problems.ts';
import { rehearse } from './rehearsal.ts';

const root = process.argv[2] ?? fileURLToPath(new URL('../../..', import.meta.url));
try {
  await withTemporaryFolder('release', (folder) => rehearse(root, folder));
  console.log('Both releases went to a registry on this machine, and were installed and used from there');
} catch (error) {
  const lines = error instanceof Problems ? error.lines : [messageOf(error)];
  for (const line of lines) console.error(line);
  console.log(`The release would fail: ${lines.length} ${lines.length === 1 ? 'problem' : 'problems'}`);
  process.exitCode = 1;
}
