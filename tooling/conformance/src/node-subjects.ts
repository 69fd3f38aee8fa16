import { jsBackend } from '@ostinato/backend-js';
import { watchTfjs } from '@ostinato/backend-tfjs/testing';
import { eagerWasmBackend } from '@ostinato/backend-wasm/testing';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { Subject } from './record.ts';
import { tfjsSubject } from './tfjs-subject.ts';

/** The backends that run in Node. */
export async function nodeSubjects(): Promise<Subject[]> {
  tf.enableProdMode();
  const wasm = (threads: number) => () => eagerWasmBackend({ threads, maxMemory: 2 ** 29 });
  return [
    { name: 'js', make: () => jsBackend() },
    { name: 'wasm', make: wasm(1) },
    { name: 'wasm, 2 threads', make: wasm(2) },
    tfjsSubject('tfjs cpu', await watchTfjs(tf, 'cpu'), () => tf.memory().numTensors),
    tfjsSubject('tfjs wasm', await watchTfjs(tf, 'wasm'), () => tf.memory().numTensors),
  ];
}
