import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from '@ostinato-workspace/workspace';

/** An error that the compiler found. */
export interface Diagnostic {
  /** Relative to the folder, with `/`; empty if the error is in no file. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** Compiles a folder with the workspace's TypeScript under a tsconfig.json that is written there. */
export async function compile(folder: string, tsconfig: object): Promise<Diagnostic[]> {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig, null, 2));
  const { code, stdout, output } = await run(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
  });
  const found = readDiagnostics(stdout);
  if (code !== 0 && found.length === 0) {
    throw new Error(`tsc failed without a message that can be read:\n${output}`);
  }
  return found;
}

/** Reads `file.ts(3,5): error TS2322: message`, with the indented lines that follow. */
export function readDiagnostics(output: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of output.split('\n')) {
    const [, file = '', row = '0', message] = /^(?:(.+)\((\d+),\d+\): )?(error TS\d+: .*)$/.exec(line) ?? [];
    const last = found.at(-1);
    if (message) found.push({ file, line: Number(row), message });
    else if (last && line.startsWith(' ')) found.splice(-1, 1, { ...last, message: `${last.message} ${line.trim()}` });
  }
  return found;
}
