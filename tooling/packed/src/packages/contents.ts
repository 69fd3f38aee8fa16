const always = ['package.json', 'README.md', 'LICENSE'];

/** What is wrong with the files of a packed package, one line each. */
export function checkContents(name: string, files: readonly string[]): string[] {
  const all = new Set(files);
  const problems = always.filter((file) => !all.has(file)).map((file) => `${name}: ${file} is not packed`);
  const sources = stems(files, /^src\/(.+)\.ts$/);
  const outputs = stems(files, /^dist\/(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/);
  if (sources.size === 0) problems.push(`${name}: src is not packed, which source maps and editors lead to`);
  if (outputs.size === 0) return [...problems, `${name}: dist is not packed`];

  for (const stem of sources) {
    const missing = ['.js', '.d.ts'].map((end) => `dist/${stem}${end}`).filter((file) => !all.has(file));
    for (const file of missing)
      problems.push(`${name}: ${file} is missing, although src/${stem}.ts is there: build first`);
  }
  for (const stem of outputs) {
    if (sources.has(stem)) continue;
    problems.push(`${name}: dist/${stem}.js is packed without its source: delete dist and build again`);
  }
  const tests = files.filter((file) => /\.(test|test-d|bench)\.|(^|\/)fixtures\//.test(file));
  return [...problems, ...tests.map((file) => `${name}: ${file} belongs to tests and is packed`)];
}

/** What the first group of a pattern matches, over all files. */
function stems(files: readonly string[], pattern: RegExp): Set<string> {
  const found = files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
  return new Set(found.filter((stem) => !/\.(test|test-d|bench)$/.test(stem)));
}
