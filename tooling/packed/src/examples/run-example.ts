import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { run } from '@ostinato-workspace/workspace';
import type { Compiled } from './compile-examples.ts';
import { comparePrints, expectedPrints, type Print } from './expected.ts';
import type { Failure } from './failure.ts';

const recorder = new URL('../../src/examples/record-prints.mjs', import.meta.url);

/** Runs a compiled example in an empty folder of its own and compares what it prints with its comments. */
export async function runExample(compiled: Compiled, timeout = 60): Promise<Failure[]> {
  const { example, source, program } = compiled;
  if (!existsSync(program)) return [{ example, line: 1, problem: 'was not compiled' }];
  const cwd = `${program}.cwd`;
  mkdirSync(cwd);
  const printsFile = `${program}.prints`;
  const args = ['--enable-source-maps', '--import', recorder.href, program];
  const outcome = await run(process.execPath, args, {
    cwd,
    timeout,
    env: { ...process.env, NO_COLOR: '1', PRINTS_FILE: printsFile, PRINTS_OF: source },
  });
  if (outcome.code !== 0) {
    const line = lineOf(source, outcome.stderr);
    return [{ example, line, problem: `ended with code ${outcome.code}:\n${outcome.output.trim()}` }];
  }
  const prints = existsSync(printsFile) ? readFileSync(printsFile, 'utf8').trim().split('\n') : [];
  const problems = comparePrints(
    expectedPrints(example.code),
    prints.map((line) => JSON.parse(line) as Print),
  );
  return problems.map(({ line, problem }) => ({ example, line, problem }));
}

/** The first line of the source that a stack trace names; 1 if none. */
function lineOf(source: string, trace: string): number {
  const [, rest = ''] = trace.split(source, 2);
  return Number(/^:(\d+)/.exec(rest)?.[1] ?? 1);
}
