/** An environment without what a git hook sets: it would point every git at the hook's repository. */
export function withoutHook(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { GIT_DIR: _, GIT_INDEX_FILE: __, GIT_WORK_TREE: ___, ...rest } = env;
  return rest;
}
