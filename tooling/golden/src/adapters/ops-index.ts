import { bincount, indexAdd, oneHot, scatterAdd, sort, topK } from '@ostinato/tensor';
import type { Op } from './ops-rows.ts';

/** Ops that go by index, or give one. */
export const indexOps: Readonly<Record<string, Op>> = {
  bincount: () => (inputs) => bincount(inputs.int('x'), Math.max(-1, ...inputs.int('x').dataSync()) + 1),
  index_add: (config) => {
    const axis = config.number('dim');
    return (inputs) => indexAdd(inputs.float('x'), inputs.int('index'), inputs.float('src'), axis);
  },
  one_hot: () => (inputs) => oneHot(inputs.int('x'), Math.max(0, ...inputs.int('x').dataSync()) + 1), // torch's default: as many as there are
  scatter_add: (config) => {
    const axis = config.number('dim');
    return (inputs) => scatterAdd(inputs.float('x'), inputs.int('index'), inputs.float('src'), axis);
  },
  sort: (config) => {
    const [axis, descending] = [config.number('dim', -1), config.flag('descending', false)];
    return (inputs) => ({ ...sort(inputs.float('x'), axis, { descending }) });
  },
  topk: (config) => {
    config.only('sorted', true);
    const [k, axis, largest] = [config.number('k'), config.number('dim', -1), config.flag('largest', true)];
    return (inputs) => ({ ...topK(inputs.float('x'), k, { axis, largest }) });
  },
};
