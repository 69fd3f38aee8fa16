/** Drawing tokens from logits, and writing texts with any step function. */
export { type Filter, temperature, topK, topP } from './filters.ts';
export { generate, type GenerateOptions, type GenerateStep } from './generate.ts';
export { greedy, sample, type SampleOptions } from './sample.ts';
