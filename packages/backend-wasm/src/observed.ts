import type { AnyKernel, BackendObserver, CallList, Helpers, KernelName, Kernels, ListedCall } from '@ostinato/backend';

/** Kernels that tell an observer, who runs them. */
export function observed(kernels: Kernels, observer: BackendObserver): Kernels<number> {
  const entries = Object.entries(kernels).map(([name, kernel]) => [
    name,
    (...args: unknown[]) => observer.call(name as KernelName, kernel as AnyKernel, args),
  ]);
  return Object.fromEntries(entries) as Kernels<number>;
}

/** Helpers that tell an observer what they are handed. */
export function observedHelpers(helpers: Helpers, observer: BackendObserver): Helpers {
  const handed = new Map<CallList, ListedCall[]>();
  return {
    count: helpers.count,
    leastWork: helpers.leastWork,
    leastRows: helpers.leastRows,
    kernels: observed(helpers.kernels, observer),
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
      observer.together(
        lists.map((list) => handed.get(list)!),
        () => helpers.run(lists, own),
      ),
  };
}
