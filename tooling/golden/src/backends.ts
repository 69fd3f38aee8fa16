import type { Backend } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';

/** A backend that every case runs on. Its `tolerance` is the multiple of the stated tolerances that it needs. */
export interface TestedBackend {
  readonly name: string;
  readonly backend: Backend;
}

/** All backends: the reference at the precision that users have, and in float64. */
export function testedBackends(): TestedBackend[] {
  return [
    { name: 'js float32', backend: jsBackend() },
    { name: 'js float64', backend: jsBackend({ float: 'float64' }) },
  ];
}
