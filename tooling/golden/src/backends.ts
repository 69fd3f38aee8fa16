import type { Backend } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';
import { opaqueBackend } from '@ostinato/backend-testkit';
import { tfjsBackend } from '@ostinato/backend-tfjs';
import { eagerWasmBackend } from '@ostinato/backend-wasm/testing';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

/** A backend that every case runs on. Its `tolerance` is the multiple of the stated tolerances that it needs. */
export interface TestedBackend {
  readonly name: string;
  readonly backend: Backend;
}

const threadsOf = (relaxed: boolean): number[] =>
  process.env['OSTINATO_FULL'] === undefined ? [relaxed ? 2 : 1] : [1, 2];

/** WebAssembly: plain on one thread, relaxed on two that share every call; with OSTINATO_FULL each arithmetic on both. */
const wasm: readonly TestedBackend[] = await Promise.all(
  [false, true].flatMap((relaxed) =>
    threadsOf(relaxed).map(async (threads) => ({
      name: `wasm ${relaxed ? 'relaxed' : 'simd'} x${threads}`,
      backend: await eagerWasmBackend({ relaxed, threads, maxMemory: 2 ** 30 }),
    })),
  ),
);

tf.enableProdMode(); // no advice on the console

/** TensorFlow.js. */
const tfjs: readonly TestedBackend[] = await Promise.all(
  ['cpu', 'wasm'].map(async (name) => ({ name: `tfjs ${name}`, backend: await tfjsBackend(tf, { name }) })),
);

/** All backends: the reference at the precision that users have, in float64, and without addresses; WebAssembly; TensorFlow.js. */
export function testedBackends(): TestedBackend[] {
  return [
    { name: 'js float32', backend: jsBackend() },
    { name: 'js float64', backend: jsBackend({ float: 'float64' }) },
    { name: 'opaque js float32', backend: opaqueBackend(jsBackend()) },
    ...wasm,
    ...tfjs,
  ];
}
