import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from './plan.ts';

/** Writes what was planned, then calls `finish`. When anything fails, takes everything back and throws. */
export function applyPlan(root: string, { made, changed }: Plan, finish: () => void = () => {}): void {
  const undo: (() => void)[] = [];
  try {
    for (const { path, text } of made) {
      const file = join(root, path);
      const first = mkdirSync(dirname(file), { recursive: true });
      if (first !== undefined) undo.push(() => rmSync(first, { recursive: true, force: true }));
      writeFileSync(file, text, { flag: 'wx' });
      undo.push(() => rmSync(file));
    }
    for (const { path, text } of changed) {
      const file = join(root, path);
      const before = readFileSync(file);
      undo.push(() => writeFileSync(file, before));
      writeFileSync(file, text);
    }
    finish();
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
