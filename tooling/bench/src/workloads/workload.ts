import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder, peersFolder } from '../locations.ts';

/** One LSTM or GRU layer over `[B, T, I]`, all hidden states, mean squared error, Adam. */
export interface RnnTraining {
  readonly kind: 'rnn_train';
  readonly cell: 'lstm' | 'gru';
  readonly B: number;
  readonly T: number;
  readonly I: number;
  readonly H: number;
}

/** An LSTM over one whole sequence; an LSTM step by step with its state carried. */
export interface LstmInference {
  readonly kind: 'lstm_infer';
  readonly T: number;
  readonly I: number;
  readonly H: number;
}
export interface LstmStream {
  readonly kind: 'lstm_stream';
  readonly I: number;
  readonly H: number;
}

/** Embedding, LSTM layers, dense layer, cross-entropy, Adam. */
export interface CharacterTraining {
  readonly kind: 'charlm_train';
  readonly B: number;
  readonly T: number;
  readonly E: number;
  readonly H: number;
  readonly L: number;
  readonly V: number;
}

/** A product of two square matrices. */
export interface SquareProduct {
  readonly kind: 'gemm';
  readonly N: number;
}

/** A pre-norm Transformer block over `[B, T, D]`, mean squared error, Adam. */
export interface EncoderTraining {
  readonly kind: 'enc_train';
  readonly B: number;
  readonly T: number;
  readonly D: number;
  readonly heads: number;
  readonly F: number;
}

/** Sizes of a causal language model of such blocks. */
export interface GptSizes {
  readonly T: number;
  readonly D: number;
  readonly heads: number;
  readonly F: number;
  readonly L: number;
  readonly V: number;
}

/** Cross-entropy of the model over `[B, T]`, Adam. */
export interface GptTraining extends GptSizes {
  readonly kind: 'gpt_train';
  readonly B: number;
}

/** The model a token at a time, with keys and values kept. */
export interface GptDecoding extends GptSizes {
  readonly kind: 'gpt_decode';
}

/** A row of `workloads.json`, with the names that it has there. */
export type Workload =
  | RnnTraining
  | LstmInference
  | LstmStream
  | CharacterTraining
  | SquareProduct
  | EncoderTraining
  | GptTraining
  | GptDecoding;

/** All workloads by their ids: the peers' table, or our copy of it where there are no peers. */
export function readWorkloads(): Record<string, Workload> {
  const theirs = join(peersFolder, 'workloads.json');
  const path = existsSync(theirs) ? theirs : join(benchFolder, 'workloads.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Workload>;
}

/** The ids that patterns name: `A2`, `A*`. All if there is no pattern. @throws Error for a pattern that names none */
export function selectWorkloads(ids: readonly string[], patterns: readonly string[]): string[] {
  if (patterns.length === 0) return [...ids];
  return patterns.flatMap((pattern) => {
    const found = ids.filter((id) => (pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern));
    if (found.length === 0) throw new Error(`No workload is called ${pattern}. There are ${ids.join(', ')}.`);
    return found;
  });
}
