/** Files for Node, out of all modules that an entry point needs: the merging removes old ones, and publint misses none. */
const merged = /^[^/]+\.node$/;

const always = ['package.json', 'README.md', 'LICENSE'];

/** What is wrong with the files of a packed package, one line each; `path` is where it is in the workspace. */
export function checkContents(name: string, path: string, files: readonly string[]): string[] {
  const all = new Set(files);
  const problems = always.filter((file) => !all.has(file)).map((file) => `${name}: ${file} is not packed`);
  // A hand-written declaration stands beside JavaScript, which may be generated into dist alone.
  const declared = stems(files, /^src\/(.+)\.d\.ts$/);
  const typed = stems(files, /^src\/(.+)(?<!\.d)\.ts$/);
  const plain = stems(files, /^src\/(.+)\.js$/);
  const sources = new Set([...typed, ...plain, ...declared]);
  const outputs = stems(files, /^dist\/(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/);
  if (sources.size === 0) problems.push(`${name}: src is not packed, which source maps and editors lead to`);
  if (outputs.size === 0) return [...problems, `${name}: dist is not packed`];

  const due = [
    ...[...typed].flatMap((stem) => [`dist/${stem}.js`, `dist/${stem}.d.ts`]),
    ...[...plain].map((stem) => `dist/${stem}.js`),
  ];
  for (const file of due) {
    if (!all.has(file)) problems.push(`${name}: ${file} is missing, although its source is in src: build first`);
  }
  for (const stem of outputs) {
    if (sources.has(stem) || merged.test(stem)) continue;
    problems.push(`${name}: dist/${stem}.js is packed without its source: delete ${path}/dist and build again`);
  }
  const tests = files.filter((file) => /\.(test|test-d|bench)\.|(^|\/)fixtures\//.test(file));
  return [...problems, ...tests.map((file) => `${name}: ${file} belongs to tests and is packed`)];
}

/** What the first group of a pattern matches, over all files. */
function stems(files: readonly string[], pattern: RegExp): Set<string> {
  const found = files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
  return new Set(found.filter((stem) => !/\.(test|test-d|bench)$/.test(stem)));
}
