import { parseArgs } from 'node:util';
import { adapters } from './adapters/adapters.ts';
import { testedBackends } from './backends.ts';
import { filesIn, goldenDirectory, readIndex } from './directory.ts';
import { countFamilies, familyTable, summary } from './report.ts';
import { family, required, unmet } from './required.ts';
import { type CaseResult, run } from './run.ts';

const help = `npm run golden -- [DIR] [--require FAMILY,FAMILY] [--uncovered]

Runs the golden cases of DIR on every backend. Without DIR: $OSTINATO_GOLDEN, ../shared/golden, or the small set in
tooling/golden/fixtures; then all that CI requires (tooling/golden/src/required.ts) must be covered.

  --require FAMILIES  these families must be covered completely
  --uncovered         name each case that is skipped, and why`;

function parse(args: readonly string[]) {
  const options = {
    require: { type: 'string', multiple: true },
    uncovered: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (positionals.length > 1) throw new Error(`expected one directory, got ${positionals.join(' ')}`);
  return { ...values, directory: positionals[0] };
}

/** Runs the cases and prints. @throws Error when there is nothing to run */
function execute(args: readonly string[], environment: string | undefined, print: (line: string) => void): boolean {
  const options = parse(args);
  if (options.help) {
    print(help);
    return true;
  }
  const { path, complete, isDefault } = goldenDirectory(options.directory, environment);
  print(`Golden cases of ${path}`);
  const onResult = ({ entry, outcome }: CaseResult): void => {
    if (outcome.kind === 'failed') for (const problem of outcome.problems) print(`FAIL ${problem}`);
    if (outcome.kind === 'uncovered' && options.uncovered) print(`skip ${entry.id}: ${outcome.reason}`);
  };
  const results = run({
    readFile: filesIn(path),
    entries: readIndex(path),
    adapters,
    backends: testedBackends(),
    onResult,
  });
  const families = countFamilies(results);
  for (const line of familyTable(families)) print(line);
  const asked = (options.require ?? [])
    .flatMap((names) => names.split(','))
    .filter((name) => name !== '')
    .map(family);
  const open = unmet([...(isDefault ? required : []), ...asked], results, complete ? 'fails' : 'passes');
  for (const line of open) print(`FAIL ${line}`);
  print(summary(families));
  return open.length === 0 && results.every(({ outcome }) => outcome.kind !== 'failed');
}

/** The command line. The last line it prints is `N passed, N failed, N skipped`; returns the exit code. */
export function command(
  args: readonly string[],
  environment: string | undefined,
  print: (line: string) => void,
): 0 | 1 {
  try {
    return execute(args, environment, print) ? 0 : 1;
  } catch (error) {
    print(`golden: ${error instanceof Error ? error.message : String(error)}`);
    print('0 passed, 1 failed, 0 skipped');
    return 1;
  }
}
