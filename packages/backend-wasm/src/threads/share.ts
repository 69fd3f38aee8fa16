import { type KernelName, kernelRow } from '@ostinato/backend';
import type { KernelExport } from '../kernel-exports.ts';
import type { Crew } from './crew.ts';
import { type Division, divisionOf, divisionOfFewRows, divisionOfHighResult, sizesOf } from './split.ts';

/** Calls with less work than this, in nanoseconds of one thread, are not worth a fork and a join. */
export const leastWork = 25_000;

/** Products with fewer rows than this for each thread are divided by columns: tiles have four, and all of them read all weights. */
const rowsOfTiles = 4;

/** Wraps kernels so that calls of `least` nanoseconds and more are shared with a crew. What cannot be shared stays as it is. */
export function shareKernels(
  kernels: ReadonlyMap<KernelName, KernelExport>,
  crew: Crew,
  least: number,
): Map<KernelName, KernelExport> {
  return new Map(
    [...kernels].map(([name, kernel], number) => {
      const division = divisionOf(name);
      return [name, division === undefined ? kernel : shared(name, number, kernel, division, crew, least)];
    }),
  );
}

function shared(
  name: KernelName,
  number: number,
  kernel: KernelExport,
  usual: Division,
  crew: Crew,
  least: number,
): KernelExport {
  const work = workOf(name);
  const parts = crew.size + 1;
  const [fewRows, highResult] = [divisionOfFewRows(name), divisionOfHighResult(name)];
  const place = (argument: string): number => kernelRow(name).args.findIndex((each) => each.name === argument);
  const [rows, cols] = [place('rows'), place('cols')];
  const divisionFor = (args: readonly number[]): Division => {
    if (fewRows !== undefined && args[rows]! < rowsOfTiles * parts) return fewRows;
    return highResult !== undefined && args[rows]! > args[cols]! ? highResult : usual;
  };
  const givesPosition = kernelRow(name).returns === 'position';
  return (...args) => {
    if (work(args) < least) return kernel(...args);
    const division = divisionFor(args);
    const { grain } = division;
    const count = division.count(args);
    const each = Math.ceil(count / parts / grain) * grain;
    const helpers = Math.ceil(count / each) - 1;
    if (helpers < 1) return kernel(...args);
    for (let i = 0; i < helpers; i++) {
      const own = args.slice();
      division.cut(own, (i + 1) * each, Math.min(count, (i + 2) * each));
      crew.send(i, number, own);
    }
    const mine = args.slice();
    division.cut(mine, 0, each);
    let position: number | void;
    try {
      position = kernel(...mine);
    } finally {
      crew.join(helpers);
    }
    return givesPosition ? firstPosition(position as number, helpers, crew, division, args, each) : undefined;
  };
}

/** The first bad position of all parts, or -1. */
function firstPosition(
  mine: number,
  helpers: number,
  crew: Crew,
  division: Division,
  args: readonly number[],
  each: number,
): number {
  if (mine >= 0) return mine;
  for (let i = 0; i < helpers; i++) {
    const position = crew.result(i);
    if (position >= 0) return position + division.positionOffset(args, (i + 1) * each);
  }
  return -1;
}

/** Estimates the nanoseconds of a call from its sizes: products run at about 50 operations a nanosecond, the rest by memory. */
function workOf(name: KernelName): (args: readonly number[]) => number {
  const { args, flops } = kernelRow(name);
  if (name.startsWith('attention')) return (values) => 0.03 * flops(sizesOf(name, values));
  const sizes = args.flatMap(({ role, name: size }, at) =>
    role === 'size' && size !== 'tableRows' && size !== 'width' ? [at] : [],
  );
  const perElement = /atmul/.test(name) ? 0.04 : (costs[name] ?? 0.3);
  return (values) => {
    let elements = perElement;
    for (let i = 0; i < sizes.length; i++) elements *= values[sizes[i]!]!;
    return elements;
  };
}

/** Nanoseconds per element of kernels that compute much. */
const costs: Partial<Record<KernelName, number>> = {
  adamStep: 1,
  'random.uniform': 2,
  'random.bernoulli': 2,
  'sort.ascending': 50,
  'sort.descending': 50,
};
