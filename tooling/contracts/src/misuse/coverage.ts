import { typeMisuses } from '../types/type-misuses.ts';
import { autogradMisuses } from './autograd.ts';
import { dataMisuses, metricMisuses } from './data.ts';
import { decodingMisuses } from './decode.ts';
import { layerMisuses } from './layers.ts';
import { lossMisuses } from './loss.ts';
import type { Coverage } from './misuse.ts';
import { optimizerMisuses } from './optim.ts';
import { stateMisuses } from './state.ts';
import { tensorMisuses } from './tensor.ts';

/** What is done about each row of `misuseRows`, by area and row. */
export const coverage: Readonly<Record<string, Readonly<Record<string, Coverage>>>> = {
  tensor: tensorMisuses,
  autograd: autogradMisuses,
  layers: layerMisuses,
  loss: lossMisuses,
  optim: optimizerMisuses,
  state: stateMisuses,
  data: dataMisuses,
  decode: decodingMisuses,
  metrics: metricMisuses,
  api: { 'wrong JS type (null, undefined, string for number, plain array for tensor)': { misuses: typeMisuses } },
};
