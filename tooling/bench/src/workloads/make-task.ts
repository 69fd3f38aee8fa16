import type { Module } from '@ostinato/tensor';
import type { Task } from '../run/measure.ts';
import { characterTraining } from './character-training.ts';
import { encoderTraining } from './encoder-training.ts';
import { gptDecoding } from './gpt-decoding.ts';
import { gptTraining } from './gpt-training.ts';
import { lstmInference } from './lstm-inference.ts';
import { lstmStream } from './lstm-stream.ts';
import { rnnTraining } from './rnn-training.ts';
import { squareProduct } from './square-product.ts';
import type { Workload } from './workload.ts';

/** A workload made ready on the current backend; `model` is what it runs, so that its values can be loaded. */
export interface WorkloadTask extends Task {
  readonly model?: Module;
}

export function makeTask(workload: Workload): WorkloadTask {
  switch (workload.kind) {
    case 'rnn_train':
      return rnnTraining(workload);
    case 'lstm_infer':
      return lstmInference(workload);
    case 'lstm_stream':
      return lstmStream(workload);
    case 'charlm_train':
      return characterTraining(workload);
    case 'gemm':
      return squareProduct(workload);
    case 'enc_train':
      return encoderTraining(workload);
    case 'gpt_train':
      return gptTraining(workload);
    case 'gpt_decode':
      return gptDecoding(workload);
  }
}
