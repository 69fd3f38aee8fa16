import { markdownTable } from '../markdown.ts';
import { short } from '../statistics.ts';
import { standings, type Standing, type WorkloadReport } from './report.ts';

const ours = ['wasm1', 'wasm2'];

/** Times of a workload, and how many times as fast our wasm is: by medians, and by best times. */
export function workloadTable(report: WorkloadReport): string {
  const { id, workload, flops, load, skipped } = report;
  const all = standings(report);
  const references = all.filter(({ runner }) => ours.includes(runner));
  const head = ['', 'median ms', 'best ms', 'first ms', 'GFLOP/s', 'best', 'of the peak', 'value'];
  const rows = all.map((each) => [
    each.runner,
    ...[each.median, each.best, each.first].map(short),
    ...[each.median, each.best].map((time) => (flops === undefined ? '-' : short(flops / time / 1e6))),
    flops === undefined || each.peak === undefined ? '' : percent(flops / each.best / 1e6 / (each.peak * each.threads)),
    String(each.value),
    ...references.map((reference) => ratio(each, reference)),
  ]);
  const title = `\n## ${id}: ${Object.values(workload).join(' ')} (load ${load.join(' to ')})\n`;
  const table = markdownTable([...head, ...references.map(({ runner }) => `${runner} is faster`)], rows);
  const notes = Object.entries(skipped).map(([runner, note]) => `${runner}: ${note}`);
  return [title, table, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** How many times as fast each of our wasm runners is as each other program, all workloads. */
export function ratioTable(reports: readonly WorkloadReport[]): string {
  const byId = reports.map((report) => ({ id: report.id, all: standings(report) }));
  const others = [...new Set(byId.flatMap(({ all }) => all.map(({ runner }) => runner)))];
  const rows = byId.flatMap(({ id, all }) =>
    all
      .filter(({ runner }) => ours.includes(runner))
      .map((reference) => {
        const cells = others.map((other) => {
          const each = all.find(({ runner }) => runner === other);
          return each === undefined || each === reference ? '' : ratio(each, reference);
        });
        return [`${id} ${reference.runner}`, ...cells];
      }),
  );
  return markdownTable(['faster by', ...others], rows);
}

function ratio(each: Standing, reference: Standing): string {
  return each === reference ? '' : `${short(each.median / reference.median)}x (${short(each.best / reference.best)}x)`;
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
