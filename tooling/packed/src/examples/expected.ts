/** What a line of an example printed, or says that it prints. Lines count from 1. */
export interface Print {
  readonly line: number;
  readonly text: string;
}

/** The comments behind `console.log(...)` on the same line: what is expected to be printed. */
export function expectedPrints(code: string): Print[] {
  return code.split('\n').flatMap((text, i) => {
    const comment = /\bconsole\.log\(.*\);?\s*\/\/\s*(.*)$/.exec(text)?.[1];
    return comment === undefined ? [] : [{ line: i + 1, text: comment }];
  });
}

/**
 * Compares what lines printed with their comments. White space counts as one blank; a comment that ends in `...` is the
 * beginning of what is printed.
 */
export function comparePrints(
  expected: readonly Print[],
  printed: readonly Print[],
): { line: number; problem: string }[] {
  return expected.flatMap(({ line, text }) => {
    const got = printed.filter((print) => print.line === line).map((print) => oneLine(print.text));
    const wanted = oneLine(text);
    const says = `the comment says ${JSON.stringify(wanted)}`;
    if (got.length === 0) return [{ line, problem: `printed nothing; ${says}` }];
    const all = got.join(' ');
    const fits = wanted.endsWith('...') ? all.startsWith(wanted.slice(0, -3).trimEnd()) : all === wanted;
    return fits ? [] : [{ line, problem: `printed ${JSON.stringify(all)}; ${says}` }];
  });
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
