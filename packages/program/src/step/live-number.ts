import { StateError } from '@ostinato/base';

/** A number that the host works out anew for every run of a compiled list of calls. It may reach a kernel, and nothing else. */
export class LiveNumber {
  /** Works it out. */
  readonly read: () => number;

  constructor(read: () => number) {
    this.read = read;
  }

  /** What JavaScript asks for where it wants a number. @throws StateError: arithmetic would keep today's value for ever */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return 'a number that is an argument of a compiled function';
    throw new StateError(
      'compile: a number among the arguments of a compiled function may only be an operand of add, sub, mul, div and their like. ' +
        'Compute with it before the call, or pass the result as another argument.',
      { code: 'STATE_RECORDING' },
    );
  }
}
