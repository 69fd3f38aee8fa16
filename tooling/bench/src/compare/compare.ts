import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Arguments } from '../arguments.ts';
import { root } from '../locations.ts';
import { describeMachine, load } from '../machine/machine.ts';
import { refreshScripts } from '../setup/scripts.ts';
import { flopsOf } from '../workloads/flops.ts';
import { readWorkloads, selectWorkloads, type Workload } from '../workloads/workload.ts';
import type { Report, Run, WorkloadReport } from './report.ts';
import { runChild } from './run-child.ts';
import { allRunners, type Runner } from './runner.ts';
import { ratioTable, workloadTable } from './tables.ts';

/** Runs workloads on our backends and on other libraries, round by round, and writes what it finds as it goes. */
export function compare(args: Arguments, print: (line: string) => void): void {
  const workloads = readWorkloads();
  const ids = selectWorkloads(Object.keys(workloads), args.names);
  refreshScripts();
  const runners = selectRunners(allRunners(args.relaxed), args.runners);
  const { rounds, budget, reps, cpu, relaxed } = args;
  const date = new Date().toISOString();
  const file = resolve(args.json ?? join(root, 'bench-results', `${date.replaceAll(':', '-')}.json`));
  const machine = describeMachine();
  print(`${machine.cpu}, ${machine.cores} cores, ${machine.system}`);
  print(
    Object.entries(machine.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  const done: WorkloadReport[] = [];
  for (const id of ids) {
    const report = runWorkload(id, workloads[id]!, runners, args);
    done.push(report);
    print(workloadTable(report));
    const options = { rounds, budget, reps, cpu, relaxed, runners: runners.map(({ name }) => name) };
    write(file, { date, machine, options, workloads: done });
  }
  print(`\n${ratioTable(done)}\n\nRatios are of medians, in brackets of best times. Written to ${file}`);
}

function selectRunners(all: readonly Runner[], names: readonly string[] | undefined): readonly Runner[] {
  const unknown = names?.find((name) => all.every((runner) => runner.name !== name));
  if (unknown !== undefined) {
    throw new Error(`No runner ${unknown} is installed. There are ${all.map(({ name }) => name).join(', ')}.`);
  }
  return all.filter(({ name }) => names?.includes(name) ?? true);
}

/** Every round runs each program once, so that all see the same noise. Who cannot do it is not asked again. */
function runWorkload(id: string, workload: Workload, runners: readonly Runner[], args: Arguments): WorkloadReport {
  const before = load();
  const runs: Run[] = [];
  const skipped: Record<string, string> = {};
  for (let round = 0; round < args.rounds; round++) {
    for (const runner of runners) {
      if (runner.name in skipped) continue;
      const line = runChild(runner, { ...args, workload: id });
      if ('skip' in line) skipped[runner.name] = line.note;
      else runs.push({ ...line, runner: runner.name, round });
    }
  }
  return { id, workload, flops: flopsOf(workload), load: [before, load()], runs, skipped };
}

function write(file: string, report: Report): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, undefined, 1)}\n`);
}
