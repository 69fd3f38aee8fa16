import { ArgumentError, typeError } from '@ostinato/base';
import type { Cell, StateTree } from '../cell.ts';

/** Checks that an argument is a cell and returns it. @throws ArgumentError */
export function checkCell<S extends StateTree>(where: string, cell: Cell<S>): Cell<S> {
  if (typeof cell?.step === 'function' && typeof cell.initialState === 'function') return cell;
  throw typeError(where, 'cell', 'a cell with step and initialState', cell);
}

/** Checks a cell whose whole state is new in each step. @throws ArgumentError for one that keeps older states */
export function checkUndelayed<S extends StateTree>(where: string, cell: Cell<S>): Cell<S> {
  checkCell(where, cell);
  for (let inner: unknown = cell; inner !== undefined; inner = (inner as { cell?: unknown }).cell) {
    if ((inner as { dilation?: unknown }).dilation === undefined) continue;
    throw new ArgumentError(
      `${where}: a dilated cell keeps the states of several steps, and this acts on the state of one. Put it inside: new Dilated(new ${where}(...)).`,
    );
  }
  return cell;
}

/** The name of a part of a state: the last key of its path. */
export const partName = (path: string): string => path.replace(/\[\d+\]/g, '').replace(/^.*\./, '');

/** Checks that a state has parts of these names. `found` are those that it has. @throws ArgumentError */
export function checkParts(where: string, names: readonly string[], found: ReadonlySet<string>): void {
  const missing = names.find((name) => !found.has(name));
  if (missing === undefined) return;
  throw new ArgumentError(`${where}: the state of the cell has no part "${missing}", only ${[...found].join(', ')}.`);
}

/** Checks an array of names, at least one. @throws ArgumentError */
export function checkNames(where: string, name: string, names: readonly string[]): readonly string[] {
  if (Array.isArray(names) && names.length > 0 && names.every((one) => typeof one === 'string')) return [...names];
  throw typeError(where, name, 'an array of names', names);
}
