/** Sampling filters, sampling and generation over any step function. */
export type { LogitFilter, Logits } from './filter.ts';
export {
  generate,
  generateAll,
  type DecodingStep,
  type DecodingStepFunction,
  type GenerateOptions,
} from './generate.ts';
export { greedy } from './greedy.ts';
export { sample, type SampleOptions } from './sample.ts';
export { temperature } from './temperature.ts';
export { topK } from './top-k.ts';
export { topP } from './top-p.ts';
