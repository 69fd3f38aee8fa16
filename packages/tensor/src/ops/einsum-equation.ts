import { ArgumentError, ShapeError } from '@ostinato/base';
import type { Shape } from '../shape.ts';

/** An equation with one label for each axis of each operand and of the result; axes behind `...` are labelled `.0`, `.1`... from the last. */
export interface Equation {
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
}

/** `...ij` to labels for `rank` axes. */
function labelsOf(term: string, rank: number, equation: string): string[] {
  const match = /^([a-zA-Z]*)(\.\.\.)?([a-zA-Z]*)$/.exec(term);
  if (match === null)
    throw new ArgumentError(`einsum: "${term}" in "${equation}" is not a list of letters with at most one "...".`);
  const [, head, dots, tail] = match as unknown as [string, string, string | undefined, string];
  const hidden = dots === undefined ? 0 : rank - head.length - tail.length;
  if (hidden < 0 || (dots === undefined && head.length + tail.length !== rank)) {
    throw new ShapeError(
      `einsum: "${term}" in "${equation}" names ${head.length + tail.length} axes, its operand has ${rank}.`,
    );
  }
  return [...head.split(''), ...Array.from({ length: hidden }, (_, i) => `.${hidden - 1 - i}`), ...tail.split('')];
}

/** Axes behind `...` first, then the labels that occur once, in alphabetic order: the result when none is written. */
function implicitResult(operands: readonly (readonly string[])[], hidden: readonly string[]): string[] {
  const all = operands.flat();
  const once = [...new Set(all)].filter(
    (label) => !label.startsWith('.') && all.indexOf(label) === all.lastIndexOf(label),
  );
  return [...hidden, ...once.sort()];
}

/** Reads `ij,jk->ik` for operands of these shapes. @throws ArgumentError, ShapeError */
export function parseEquation(equation: string, shapes: readonly Shape[]): Equation {
  const [left, right, ...more] = equation.replaceAll(' ', '').split('->');
  const terms = left!.split(',');
  if (more.length > 0) throw new ArgumentError(`einsum: "${equation}" has more than one "->".`);
  if (terms.length !== shapes.length)
    throw new ArgumentError(`einsum: "${equation}" is for ${terms.length} operands, got ${shapes.length}.`);
  const operands = terms.map((term, i) => labelsOf(term, shapes[i]!.length, equation));
  const depth = Math.max(...operands.map((labels) => labels.filter((label) => label.startsWith('.')).length));
  const hidden = Array.from({ length: depth }, (_, i) => `.${depth - 1 - i}`);
  const open = right?.includes('...') === true ? depth : 0;
  const result =
    right === undefined
      ? implicitResult(operands, hidden)
      : labelsOf(right, right.replace('...', '').length + open, equation);
  const stranger = result.find(
    (label, i) => result.indexOf(label) !== i || !operands.some((labels) => labels.includes(label)),
  );
  if (stranger !== undefined)
    throw new ArgumentError(
      `einsum: "${stranger}" must occur once after "->" and at least once before it in "${equation}".`,
    );
  return { operands, result };
}
