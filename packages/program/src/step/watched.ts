import type { AnyKernel, CallList, Helpers, KernelName, Kernels } from '@ostinato/backend';

/** A call in a list for a helper. */
export interface ListedCall {
  /** Its name in the table. */
  readonly kernel: KernelName;
  /** Addresses and numbers. */
  readonly args: readonly unknown[];
}

/** Who is told of calls, and makes them. */
export interface CallWatcher {
  /** A kernel is called: runs it, with the arguments it is to have, and passes on what it returns. */
  call(name: KernelName, kernel: AnyKernel, args: readonly unknown[]): number | void;
  /** Lists of calls and `own` are to run side by side: runs them. The kernels that `own` calls are told of as usual. */
  together(lists: readonly (readonly ListedCall[])[], run: () => boolean): boolean;
}

/** Kernels that tell a watcher, who runs them. */
export function watchedKernels(kernels: Kernels, watcher: CallWatcher): Kernels {
  const entries = Object.entries(kernels).map(([name, kernel]) => [
    name,
    (...args: unknown[]) => watcher.call(name as KernelName, kernel as AnyKernel, args),
  ]);
  return Object.fromEntries(entries) as unknown as Kernels;
}

/** Helpers that tell a watcher what they are handed. */
export function watchedHelpers(helpers: Helpers, watcher: CallWatcher): Helpers {
  const handed = new Map<CallList, ListedCall[]>();
  return {
    count: helpers.count,
    leastWork: helpers.leastWork,
    leastRows: helpers.leastRows,
    kernels: watchedKernels(helpers.kernels, watcher),
    list(calls, args) {
      const list = helpers.list(calls, args);
      const listed: ListedCall[] = [];
      const add = list.add.bind(list);
      handed.set(list, listed);
      return Object.assign(list, {
        add: (kernel: KernelName, of: readonly unknown[]): number => {
          listed.push({ kernel, args: [...of] });
          return add(kernel, of);
        },
      });
    },
    run: (lists, own) =>
      watcher.together(
        lists.map((list) => handed.get(list)!),
        () => helpers.run(lists, own),
      ),
  };
}
