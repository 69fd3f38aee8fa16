import type { Cell, Column } from './record.ts';

const sum = (column: Column, kind: RegExp, count: (cell: Cell) => number): number =>
  Object.entries(column.cells).reduce((total, [row, cell]) => (kind.test(row) ? total + count(cell) : total), 0);

/** `1236 of 1236`. */
function share(column: Column, kind: RegExp): string {
  const passed = sum(column, kind, (cell) => cell.passed);
  return `${passed} of ${passed + sum(column, kind, (cell) => cell.failed.length)}`;
}

/** What the table says of a cell. */
function word(cell: Cell | undefined): string {
  if (cell === undefined) return 'missing';
  if (cell.failed.length > 0) return `**${cell.failed.length} FAILED**`;
  return cell.composed ? 'composed' : 'pass';
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The rows that any column has: the backend, kernels, ops, golden families. */
export function rowsOf(columns: readonly Column[]): string[] {
  const rows = [...new Set(columns.flatMap(({ cells }) => Object.keys(cells)))];
  const rank = (row: string): number =>
    ['the backend', 'training', 'op', 'golden', 'kernel'].findIndex((kind) => row.startsWith(kind));
  return rows.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** The page: counts of each backend, then a row for each op, golden family and kernel. */
export function page(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => name);
  const counts = columns.map((column) => line([column.name, share(column, /^(?!golden)/), share(column, /^golden/)]));
  const rows = rowsOf(columns).map((row) => line([row, ...columns.map(({ cells }) => word(cells[row]))]));
  return `# Every backend, every law

Written by \`npm run conformance\`; do not edit. A law is a check of [\`@ostinato/backend-testkit\`](../packages/backend-testkit): values, gradients, edge numbers (0, -0, infinity, NaN), empty
shapes, error messages, leaks. A golden case holds numbers of PyTorch, ONNX or Keras. Backends of tfjs throw when a kernel reads its values on the host, and must leave neither values nor tensors behind.

${[line(['backend', 'laws', 'golden cases']), line(['---', '---', '---']), ...counts].join('\n')}

\`pass\`: all its laws hold. \`composed\`: the backend lacks this optional kernel, and what needs it is made of others. WebGL is Chromium's in software; its kernels and ops are
shaders even where tfjs would compute few elements on the host.

${[line(['', ...names]), line(['---', ...names.map(() => '---')]), ...rows].join('\n')}
`;
}

/** What keeps a table from being committed: failures, missing cells, and fewer checks than \`before\` had. */
export function complaints(columns: readonly Column[], before: string | undefined): string[] {
  const rows = rowsOf(columns);
  const cells = columns.flatMap(({ name, cells: all }) =>
    rows.flatMap((row) => {
      const cell = all[row];
      if (cell === undefined) return [`${name}: ${row} is missing`];
      return cell.failed.map((problem) => `${name}: ${problem}`);
    }),
  );
  const fewer = columns.flatMap((column) =>
    [...countsIn(before ?? '', column.name)].flatMap((was, i) => {
      const now = sum(column, i === 0 ? /^(?!golden)/ : /^golden/, (cell) => cell.passed);
      return now < was ? [`${column.name}: ${now} ${i === 0 ? 'laws' : 'golden cases'} hold, ${was} did`] : [];
    }),
  );
  const gone = backendsIn(before ?? '').filter((name) => !columns.some((column) => column.name === name));
  return [...cells, ...fewer, ...gone.map((name) => `${name}: is on the page, and was not run`)];
}

/** The backends that a page counts. */
const backendsIn = (text: string): string[] =>
  Array.from(text.matchAll(/^\| (.+?) \| \d+ of \d+ \| /gm), ([, name]) => name!);

/** The numbers of laws and golden cases that hold, of a backend, as a page says them. */
export function countsIn(text: string, backend: string): number[] {
  const row = text.split('\n').find((each) => each.startsWith(`| ${backend} | `) && / of \d/.test(each));
  return Array.from(row?.matchAll(/(\d+) of \d+/g) ?? [], ([, passed]) => Number(passed));
}
