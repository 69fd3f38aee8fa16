/** A kernel, called with as many arguments as it has. */
export type KernelCall = (...args: unknown[]) => number | void;

/**
 * Calls a kernel with a list of arguments. Spelled out by their number, because a spread costs several times the call.
 */
export function invoke(f: KernelCall, a: readonly unknown[]): number | void {
  switch (a.length) {
    case 5:
      return f(a[0], a[1], a[2], a[3], a[4]);
    case 6:
      return f(a[0], a[1], a[2], a[3], a[4], a[5]);
    case 7:
      return f(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    case 8:
      return f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    case 9:
      return f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8]);
    case 10:
      return f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9]);
    default:
      return f(...a);
  }
}
