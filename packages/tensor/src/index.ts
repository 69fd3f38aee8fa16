/** Tensors, parameters, differentiable ops and gradients. */
export type { Backend } from '@ostinato/backend';
export { type NestedArray, Tensor } from './tensor.ts';
export { Buffer, buffer, type InitialValue, Parameter, parameter } from './parameter.ts';
export type { UniformSource } from './uniform-source.ts';
export { type Module, namedParameters, namedTensors } from './module-tree.ts';
export { getBackend, setBackend, withBackend } from './runtime.ts';
export { keep, tidy } from './tidy.ts';
export { type Gradients, valueAndGrad, type ValueAndGradients } from './value-and-grad.ts';
export { defaultGenerator, manualSeed, RandomGenerator } from './random-generator.ts';
export { inference, training, trainingGenerator, type TrainingOptions } from './training.ts';
export { mapTree, tensorsIn, type Tree } from './tree.ts';
export type { Shape } from './shape.ts';
export { checkLengths } from './keep-mask.ts';
export { explain, type ExplainOptions } from './scan/explain.ts';
export { scan, type ScanOptions, type ScanResult, type Step, type StepContext, type StepResult } from './scan.ts';
export * from './ops/index.ts';
export { takeAlongAxis as gather } from './ops/take-along-axis.ts';
