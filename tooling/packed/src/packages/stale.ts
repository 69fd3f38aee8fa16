import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** An output of the compiler, without its ending. */
const output = /^(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/;

/** Deletes what was compiled from sources that are gone: the compiler leaves it in dist, and it would be published. */
export function deleteStaleOutputs(folder: string): void {
  for (const name of readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })) {
    const stem = output.exec(name)?.[1];
    if (stem && !existsSync(join(folder, 'src', `${stem}.ts`))) rmSync(join(folder, 'dist', name));
  }
}
