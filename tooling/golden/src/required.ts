import { familyOf } from './family.ts';
import type { IndexEntry } from './golden-index.ts';
import type { CaseResult } from './run.ts';

/** Cases that must all be covered. */
export interface Requirement {
  readonly name: string;
  readonly includes: (entry: IndexEntry) => boolean;
}

/** A whole family. */
export function family(name: string): Requirement {
  return { name, includes: (entry) => familyOf(entry) === name };
}

/** One case. */
function single(id: string): Requirement {
  return { name: id, includes: (entry) => entry.id === id };
}

/** The cases of an optimizer. */
function optimizer(name: string): Requirement {
  return {
    name: `optim (${name})`,
    includes: (entry) => familyOf(entry) === 'optim' && entry.config?.['optimizer'] === name,
  };
}

/** The nodes of an ONNX operator; not the graphs of simpler ones that it may be expanded to. */
function onnx(operator: string, id: RegExp): Requirement {
  return { name: `onnx ${operator}`, includes: (entry) => id.test(entry.id) };
}

/** What CI requires: an issue that brings operations adds their families here. */
export const required: readonly Requirement[] = [
  ...['linear', 'embedding', 'rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'cell', 'packed'].map(family),
  ...['onnx/rnn', 'onnx/rnn_custom'].map(family),
  { name: 'keras (layers)', includes: ({ kind }) => kind === 'keras' },
  ...['unary', 'op', 'layernorm', 'groupnorm', 'conv1d', 'batchnorm1d'].map(family),
  {
    name: 'loss (except loss.ctc)',
    includes: (entry) => familyOf(entry) === 'loss' && !entry.id.startsWith('loss.ctc.'),
  },
  ...['mha', 'sdpa', 'transformer_enc_layer', 'transformer_dec_layer', 'transformer_full', 'stack'].map(family),
  onnx('attention', /^onnx\.attention_(?!.*_expanded$)/),
  onnx('layer_normalization', /^onnx\.layer_normalization_(?!.*_expanded$)/),
  onnx('rms_normalization', /^onnx\.rms_normalization_(?!.*_expanded$)/),
  ...['clip_grad_norm', 'clip_grad_value'].map(family),
  ...['SGD', 'Adam', 'AdamW'].map(optimizer),
  ...['train.lstm_lm_sgd_clip', 'train.gru_lm_adam', 'train.gru_tbptt', 'train.transformer_lm_adamw_cosine'].map(
    single,
  ),
];

/** A line for each requirement that is not met. Those without a case count only where `absent` says so. */
export function unmet(
  requirements: readonly Requirement[],
  results: readonly CaseResult[],
  absent: 'fails' | 'passes',
): string[] {
  return requirements.flatMap(({ name, includes }) => {
    const cases = results.filter(({ entry }) => includes(entry));
    if (cases.length === 0) return absent === 'fails' ? [`required ${name}: there is no such case here`] : [];
    const open = cases.flatMap(({ entry, outcome }) =>
      outcome.kind === 'uncovered' ? [`${entry.id} (${outcome.reason})`] : [],
    );
    if (open.length === 0) return [];
    return [`required ${name}: ${cases.length - open.length} of ${cases.length} covered; not ${open.join(', ')}`];
  });
}
