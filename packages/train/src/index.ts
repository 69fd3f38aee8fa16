/** Optimizers, clipping, the training loop and checkpoints. */
export { adam, type AdamOptions } from './optimizers/adam.ts';
export { groups, type ParameterGroup } from './optimizers/groups.ts';
export type { GradientMap, Optimizer, OptimizerState } from './optimizers/optimizer.ts';
export { sgd, type SgdOptions } from './optimizers/sgd.ts';
export { slotOptimizer, type UpdateMoment, type UpdateRule } from './optimizers/slot-optimizer.ts';
export { clipGradNorm, type ClipGradNormOptions } from './clipping/clip-grad-norm.ts';
export { clipGradValue } from './clipping/clip-grad-value.ts';
export type { GradientTree } from './clipping/map-gradients.ts';
export type { BatchOf, BatchTensors } from './loop/batch-tensors.ts';
export { fit, type FitOptions, type FitResult } from './loop/fit.ts';
export type { EndReason, TrainCallback, TrainEvent, TrainListener } from './loop/train-event.ts';
export { type Loss, type TrainStep, trainStep, type TrainStepOptions } from './loop/train-step.ts';
export type { Checkpoint, CheckpointContents, TrainState } from './checkpoint/checkpoint.ts';
export { decodeCheckpoint } from './checkpoint/decode.ts';
export { encodeCheckpoint } from './checkpoint/encode.ts';
export type { Json } from './checkpoint/json.ts';
export { restore, type RestoreOptions } from './checkpoint/restore.ts';
