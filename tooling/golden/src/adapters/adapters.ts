import type { Adapter } from '../check.ts';
import { clipAdapter } from './clip.ts';
import { lossAdapter } from './loss.ts';
import { moduleAdapter } from './module.ts';
import { onnxNodeAdapter } from './onnx-node.ts';
import { opAdapter } from './op.ts';
import { optimizerAdapter } from './optimizer.ts';
import { trainAdapter } from './train.ts';

/** How to run a case, by its kind. Kinds that are not here are uncovered. */
export const adapters: Readonly<Record<string, Adapter>> = {
  clip: clipAdapter,
  loss: lossAdapter,
  module: moduleAdapter,
  onnx_node: onnxNodeAdapter,
  op: opAdapter,
  optimizer: optimizerAdapter,
  train: trainAdapter,
};
