import { type Place, run } from './run.ts';

const settings = ['user.name=Rehearsal', 'user.email=rehearsal@localhost'];

/** Makes the folder a repository with one commit on `branch`; changesets finds no other branch to compare with. */
export async function createRepository(place: Place, branch: string): Promise<void> {
  await run('git', ['init', '--quiet', `--initial-branch=${branch}`], place);
  for (const setting of settings) await run('git', ['config', ...setting.split('=')], place);
  await commit(place, 'The workspace as it is');
}

export async function commit(place: Place, message: string): Promise<void> {
  await run('git', ['add', '--all'], place);
  await run('git', ['commit', '--quiet', '--allow-empty', '-m', message], place);
}

export async function tags(place: Place): Promise<string[]> {
  return (await run('git', ['tag'], place)).split('\n').filter((tag) => tag !== '');
}
