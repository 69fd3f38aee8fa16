import { conformance } from '@ostinato/backend-testkit';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { describe, expect, it } from 'vitest';
import { watchTfjs } from './testing.ts';

tf.enableProdMode();

describe.each(['cpu', 'wasm'])('tfjs on %s', async (name) => {
  const { make, values } = await watchTfjs(tf, name);
  it.each(conformance(make))('$name', async ({ check }) => {
    const [tensors, before] = [tf.memory().numTensors, values()];
    await check();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(values()).toBe(before);
  });
});
