import { type Place, runChecked } from '@ostinato-workspace/workspace';

const settings = ['user.name=Rehearsal', 'user.email=rehearsal@localhost'];

/** Makes the folder a repository with one commit on `branch`; changesets finds no other branch to compare with. */
export async function createRepository(place: Place, branch: string): Promise<void> {
  await runChecked('git', ['init', '--quiet', `--initial-branch=${branch}`], place);
  for (const setting of settings) await runChecked('git', ['config', ...setting.split('=')], place);
  await commit(place, 'The workspace as it is');
}

export async function commit(place: Place, message: string): Promise<void> {
  await runChecked('git', ['add', '--all'], place);
  await runChecked('git', ['commit', '--quiet', '--allow-empty', '-m', message], place);
}

export async function tags(place: Place): Promise<string[]> {
  return (await runChecked('git', ['tag'], place)).split('\n').filter((tag) => tag !== '');
}
