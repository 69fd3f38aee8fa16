import { join } from 'node:path';
import { runChecked } from '@ostinato-workspace/workspace';
import { type Tree, tempTree } from '@ostinato-workspace/workspace/testing';

/** For tests: the path of a tarball with these files. */
export async function plantTarball(files: Tree): Promise<string> {
  const cwd = tempTree(
    Object.fromEntries(Object.entries(files).map(([path, content]) => [`package/${path}`, content])),
  );
  await runChecked('tar', ['-czf', 'planted.tgz', 'package'], { cwd });
  return join(cwd, 'planted.tgz');
}
