import { join } from 'node:path';
import type { Packed } from '../packages/pack.ts';
import { compileExamples } from './compile-examples.ts';
import { tell } from './failure.ts';
import { readExamples } from './pages.ts';
import { parseExample } from './parse-example.ts';
import { runExample } from './run-example.ts';
import { twoAtATime } from './two-at-a-time.ts';

export interface ExamplesResult {
  readonly problems: string[];
  /** Examples that ran as they should. */
  readonly ran: number;
  /** Fragments, of which no more can be asked. */
  readonly parsed: number;
}

/** Runs every example of the workspace at `root` in a folder where all packages are installed. */
export async function checkExamples(root: string, packed: readonly Packed[], folder: string): Promise<ExamplesResult> {
  const { examples, problems } = readExamples(
    root,
    packed.map(({ path }) => path),
  );
  if (examples.every(({ isFragment }) => isFragment)) {
    return { problems: [...problems, `${root}: no examples found`], ran: 0, parsed: 0 };
  }
  const unparsed = (await Promise.all(examples.map(parseExample))).flat();
  const broken = new Set(unparsed.map(({ example }) => example));
  const runnable = examples.filter((example) => !example.isFragment && !broken.has(example));
  const { compiled, failures } = await compileExamples(folder, runnable, join(root, 'node_modules/@types/node'));
  const ran = await twoAtATime(compiled, (each) => runExample(each));
  const all = [...unparsed, ...failures, ...ran.flat()];
  const failed = new Set(all.map(({ example }) => example));
  const good = examples.filter((each) => !failed.has(each));
  const parsed = good.filter(({ isFragment }) => isFragment).length;
  return { problems: [...problems, ...all.map(tell)], ran: good.length - parsed, parsed };
}
