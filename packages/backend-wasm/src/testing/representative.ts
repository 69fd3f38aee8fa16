import { type KernelName, kernelRow, kernelTable } from '@ostinato/backend';

/** All that decides how a call is cut into parts. */
function shapeOf(name: KernelName): string {
  const { split, args, returns } = kernelRow(name);
  return JSON.stringify([split, returns, args]);
}

const names = Object.keys(kernelTable) as KernelName[];
/** The first kernel of each shape: a kernel of a new shape is in by itself. */
const first = new Set(new Map([...names].reverse().map((name) => [shapeOf(name), name])).values());

/** Whether a law is about a kernel that stands for all whose calls are cut in the same way. */
export function isRepresentative(law: string): boolean {
  return first.has(/^kernel (\S+):/.exec(law)?.[1] as KernelName);
}
