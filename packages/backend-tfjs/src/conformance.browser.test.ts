import { conformance } from '@ostinato/backend-testkit';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import { describe, expect, it } from 'vitest';
import { watchTfjs } from './testing.ts';

tf.enableProdMode();

/** A few of each kind: software compiles a shader for each shape, so that all take minutes (`npm run conformance`). */
const some = [
  /^(?!kernel|op)/,
  /^kernel (binary.div|binary.atan2|unary.sin|unary.tanh|unary.log1p|reduceArgument.max|matmul.nn): keeps/,
  /^kernel stridedSum: is its definition/,
  /^op (softmax|embedding|indexSelect|split|tanh|scatterAdd|pad|unfold|cumsum): gradients/,
];

describe('tfjs on webgl', async () => {
  const { make, values } = await watchTfjs(tf, 'webgl', () => tf.env().getBool('WEBGL_CPU_FORWARD'));
  it.each(conformance(make).filter(({ name }) => some.some((kind) => kind.test(name))))('$name', async (law) => {
    // Shaders even for few elements, where tfjs would compute on the host; but textures cannot hold every int32 that is read.
    tf.env().set('WEBGL_CPU_FORWARD', law.name.startsWith('reads'));
    const [tensors, before] = [tf.memory().numTensors, values()];
    await law.check();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(values()).toBe(before);
  });
});
