import * as all from '@ostinato/cells';
import * as onnx from '@ostinato/cells/onnx';

const cells = { ...all, ...onnx };

/** Whether an export is the class of a cell: the `Cell` contract, seen from outside. What wraps a cell takes it before the options. */
function isCell(value: unknown): boolean {
  if (typeof value !== 'function' || value.length > 1) return false;
  const { prototype } = value as { prototype?: object };
  return prototype !== undefined && 'step' in prototype && 'initialState' in prototype;
}

/** Cells that a table by hand does not name, each with `what`: so a new cell needs no line in it. */
export function furtherCells(known: Iterable<string>, what: string): Record<string, string> {
  const names = new Set(known);
  const others = Object.entries(cells).filter(([name, value]) => isCell(value) && !names.has(name));
  return Object.fromEntries(others.map(([name]) => [name, what]));
}
