import { writeFileSync } from 'node:fs';
import { kernelCall } from '@ostinato/backend/testing';
import type { Backend } from '@ostinato/tensor';
import type { Arguments } from '../arguments.ts';
import { markdownTable } from '../markdown.ts';
import { describeMachine, load } from '../machine/machine.ts';
import { measurePeak } from '../peak/measure-peak.ts';
import { interleave } from '../run/interleave.ts';
import { makeBackend } from '../run/make-backend.ts';
import { rounded, short, type Summary } from '../statistics.ts';
import { type Form, formsOf, kernelOf, nameOf, products, type Shape, vectors } from './shapes.ts';

/** One product in one form: times on one thread and on two, and what the processor could do meanwhile, in GFLOP/s. */
interface ProductTimes extends Shape {
  readonly form: Form;
  readonly peak: number;
  readonly one: Summary;
  readonly two: Summary;
}

/** Times matrix products of many shapes and forms, beside the peak of the processor at the same time. */
export async function gemm(args: Arguments, print: (line: string) => void): Promise<void> {
  const machine = describeMachine();
  const before = load();
  const backends = await Promise.all(
    [1, 2].map((threads) => makeBackend({ backend: 'wasm', threads, relaxed: args.relaxed })),
  );
  print(`${machine.cpu}, ${machine.cores} cores, node ${process.version}, ${backends[1]!.features.join(', ')}`);
  const results: ProductTimes[] = [];
  for (const [title, shapes] of [
    ['Products', products],
    ['Vector by matrix', vectors],
  ] as const) {
    const rows: string[][] = [];
    for (const shape of shapes) {
      for (const form of formsOf(shape)) {
        const times = await timeProduct(backends, shape, form, args.rounds);
        results.push(times);
        rows.push(rowOf(times));
      }
    }
    print(`\n## ${title}: GFLOP/s\n`);
    print(markdownTable(head, rows, 2));
  }
  print(`\nLoad ${before} to ${load()}. The peak is of one thread; shares of two threads are of twice that.`);
  for (const backend of backends) backend.dispose();
  if (args.json !== undefined) writeFileSync(args.json, JSON.stringify({ machine, results }, undefined, 1));
}

const head = ['shape', 'form', 'peak', '1 thread', 'best', 'of peak', '2 threads', 'best', 'of peak', 'speed-up'];

async function timeProduct(backends: readonly Backend[], shape: Shape, form: Form, rounds: number) {
  const calls = backends.map((backend) => kernelCall(backend, kernelOf(form), { sizes: { ...shape } }));
  const relaxed = backends[0]!.features.includes('relaxed-simd');
  const before = await measurePeak(relaxed);
  const options = { rounds: 3 * rounds, least: 4 };
  const [one, two] = await interleave(
    calls.map((call) => () => call.run()),
    options,
  );
  const after = await measurePeak(relaxed);
  for (const call of calls) call.free();
  return { ...shape, form, peak: Math.max(before.best, after.best), one: one!, two: two! };
}

function rowOf({ form, peak, one, two, ...shape }: ProductTimes): string[] {
  const rate = (time: number): number => (2 * shape.rows * shape.cols * shape.inner) / time / 1e6;
  const cells = ({ median, best }: Summary, threads: number): string[] => [
    short(rate(median)),
    short(rate(best)),
    `${((100 * rate(best)) / (peak * threads)).toFixed(0)} %`,
  ];
  return [
    nameOf(shape),
    form,
    short(rounded(peak)),
    ...cells(one, 1),
    ...cells(two, 2),
    `${short(one.best / two.best)}x`,
  ];
}
