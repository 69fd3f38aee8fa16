import type { Backend } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';
import { opaqueBackend } from '@ostinato/backend-testkit';

/** A backend that every case runs on. Its `tolerance` is the multiple of the stated tolerances that it needs. */
export interface TestedBackend {
  readonly name: string;
  readonly backend: Backend;
}

/** All backends: the reference at the precision that users have, in float64, and without addresses. */
export function testedBackends(): TestedBackend[] {
  return [
    { name: 'js float32', backend: jsBackend() },
    { name: 'js float64', backend: jsBackend({ float: 'float64' }) },
    { name: 'opaque js float32', backend: opaqueBackend(jsBackend()) },
  ];
}
