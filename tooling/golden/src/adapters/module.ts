import { dispose, loadStateDict, stateDict } from '@ostinato/nn';
import type { Adapter, Check } from '../check.ts';
import { Config, rowOf } from '../config.ts';
import { contractChecks, type ExactElements, type Outputs } from '../contract.ts';
import type { GoldenCase, StoredTensor } from '../golden-case.ts';
import { Inputs } from '../inputs.ts';
import { gruCase, lstmCase, rnnCase } from './recurrent-layers.ts';
import { gruCellCase, lstmCellCase, rnnCellCase } from './recurrent-cells.ts';
import { multiheadAttentionCase } from './attention-layers.ts';
import { embeddingCase, linearCase } from './dense-layers.ts';
import { batchNorm1dCase, conv1dCase, groupNormCase, layerNormCase } from './norm-layers.ts';
import { taggerCase } from './stacks.ts';
import { decoderLayerCase, encoderLayerCase, languageModelCase, transformerCase } from './transformers.ts';

/** A module made for a case, and how the case's inputs become its outputs. */
export interface ModuleCase {
  readonly module: object;
  readonly forward: (inputs: Inputs) => Outputs;
  readonly exact?: ExactElements;
}

/** Makes the module that a config describes. @throws Uncovered */
export type ModuleFactory = (config: Config, golden: GoldenCase) => ModuleCase;

/** By torch's names. A new layer is one row here. */
const modules: Readonly<Record<string, ModuleFactory>> = {
  BatchNorm1d: batchNorm1dCase,
  Conv1d: conv1dCase,
  Embedding: embeddingCase,
  'Embedding(padding_idx=0)>LSTM(batch_first,bidirectional)>LayerNorm>Linear': taggerCase,
  GRU: gruCase,
  GRUCell: gruCellCase,
  GroupNorm: groupNormCase,
  LSTM: lstmCase,
  LSTMCell: lstmCellCase,
  LayerNorm: layerNormCase,
  Linear: linearCase,
  MultiheadAttention: multiheadAttentionCase,
  RNN: rnnCase,
  RNNCell: rnnCellCase,
  Transformer: transformerCase,
  TransformerDecoderLayer: decoderLayerCase,
  TransformerEncoderLayer: encoderLayerCase,
  'tok Embedding + pos Embedding > TransformerEncoder(2 pre-norm gelu layers, causal mask, final LayerNorm) > Linear(no bias)':
    languageModelCase,
};

/** The `param.*` tensors of a case as a state dict. */
export function storedParameters(golden: GoldenCase): Map<string, StoredTensor & { data: Float64Array | Int32Array }> {
  return new Map(
    golden.names('param.').map((name) => {
      const stored = golden.stored(name);
      return [
        name.slice('param.'.length),
        {
          ...stored,
          data: stored.dtype.startsWith('I') ? Int32Array.from(stored.data) : Float64Array.from(stored.data),
        },
      ];
    }),
  );
}

/** Cases of kind `module`: outputs, and gradients with respect to inputs and parameters. */
export const moduleAdapter: Adapter = (golden) => {
  const config = new Config(golden.config);
  const made = rowOf('module', modules, config.raw('module'))(config, golden);
  config.finish();
  try {
    loadStateDict(made.module, storedParameters(golden));
    return moduleChecks(golden, made);
  } finally {
    dispose(made.module);
  }
};

function moduleChecks(golden: GoldenCase, { module, forward, exact }: ModuleCase): Check[] {
  const inputs = new Inputs(golden);
  const targets = new Map([
    ...inputs.entries().map(([name, input]) => [`input.${name}`, input] as const),
    ...[...stateDict(module)].map(([name, parameter]) => [`param.${name}`, parameter] as const),
  ]);
  return contractChecks(golden, targets, () => forward(inputs), exact);
}
