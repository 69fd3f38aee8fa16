import { type Backend, type KernelName, kernelRow } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';
import { conformance } from '@ostinato/backend-testkit';
import { familyOf, type GoldenRun, run } from '@ostinato-workspace/golden';
import { trainClassifier } from './classifier.ts';

/** What became of the laws, or golden cases, of one row of the table. */
export interface Cell {
  /** How many hold. */
  readonly passed: number;
  /** What is wrong with the others. */
  readonly failed: readonly string[];
  /** Whether the backend lacks an optional kernel, whose result then is composed of others. */
  readonly composed: boolean;
}

/** A column of the table: what a backend does, by row. */
export interface Column {
  readonly name: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** A backend that is asked. */
export interface Subject {
  readonly name: string;
  /** Makes a new one. */
  make(): Backend | Promise<Backend>;
  /** What must be the same before and after each law: values left behind, say. */
  readonly left?: () => string;
  /** Called with the name of each law before it is checked. */
  readonly before?: (law: string) => void;
}

/** The row of a law: `kernel binary.add`, `op matmul`, or `the backend`. */
export function rowOf(law: string): string {
  return /^((kernel|op) [\w.]+):/.exec(law)?.[1] ?? 'the backend';
}

const isLacking = (backend: Backend, row: string): boolean => {
  const name = row.replace('kernel ', '') as KernelName;
  return row.startsWith('kernel ') && kernelRow(name).optional && backend.kernels[name] === undefined;
};

/** What is wrong with a law on a backend; undefined where it holds. */
async function problemOf(check: () => unknown, { left }: Subject): Promise<string | undefined> {
  const before = left?.();
  try {
    await check();
    const after = left?.();
    return after === before ? undefined : `holds ${after}, before ${before}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Holds a backend to all laws, one after another. */
async function checkLaws(subject: Subject, add: (row: string, problem: string | undefined) => void): Promise<void> {
  for (const { name, check } of conformance(() => subject.make())) {
    subject.before?.(name);
    const problem = await problemOf(check, subject);
    add(rowOf(name), problem && `${name}: ${problem}`);
  }
}

/** Fifty training steps whose losses are those of the reference, within 1e-3. */
export async function checkTraining(backend: Backend): Promise<void> {
  const reference = jsBackend();
  const expected = await trainClassifier(reference);
  reference.dispose();
  const losses = await trainClassifier(backend);
  const far = losses.findIndex((loss, i) => !(Math.abs(loss - expected[i]!) <= 1e-3));
  if (far >= 0) throw new Error(`the loss of step ${far} is ${losses[far]}, that of js ${expected[far]}`);
}

/** All laws and all golden cases that the project covers, on one backend. */
export async function record(subject: Subject, golden: Omit<GoldenRun, 'backends'>): Promise<Column> {
  const cells: Record<string, { passed: number; failed: string[]; composed: boolean }> = {};
  const backend = await subject.make();
  const add = (row: string, problem: string | undefined): void => {
    const cell = (cells[row] ??= { passed: 0, failed: [], composed: isLacking(backend, row) });
    if (problem === undefined) cell.passed++;
    else cell.failed.push(problem);
  };
  await checkLaws(subject, add);
  subject.before?.('golden');
  for (const { entry, outcome } of run({ ...golden, backends: [{ name: subject.name, backend }] })) {
    if (outcome.kind === 'uncovered') continue;
    add(`golden ${familyOf(entry)}`, outcome.kind === 'passed' ? undefined : outcome.problems.join('; '));
  }
  const trained = { name: subject.name, make: subject.make }; // weights and slots stay
  add('training', await problemOf(() => checkTraining(backend), trained));
  backend.dispose();
  return { name: subject.name, cells };
}
