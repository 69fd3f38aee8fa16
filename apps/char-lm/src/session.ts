import { existsSync } from 'node:fs';
import type { LSTMState } from '@ostinato/cells';
import { CharacterVocabulary } from '@ostinato/data';
import { IOError, StateError } from '@ostinato/base';
import { RandomGenerator, type Tensor } from '@ostinato/tensor';
import { adam, type Checkpoint, restore, type TrainStep, trainStep } from '@ostinato/train';
import { loadCheckpoint } from '@ostinato/train/node';
import type { Config } from './config.ts';
import { CharacterModel } from './model.ts';

/** The tensors of a training window. */
type WindowTensors = { readonly inputs: Tensor<'int32'>; readonly targets: Tensor<'int32'>; readonly first: boolean };

/** A model in training: the step that changes it, carrying the LSTM's state from window to window. */
export interface Session {
  readonly model: CharacterModel;
  readonly step: TrainStep<WindowTensors, LSTMState>;
}

/** A new model of these sizes, ready to train. */
export function newSession(symbols: number, config: Config, seed: number): Session {
  const generator = new RandomGenerator(seed);
  const model = new CharacterModel(symbols, config, generator);
  const optimizer = adam({ learningRate: config.learningRate, betas: [0.9, 0.99] });
  const step = trainStep<WindowTensors, LSTMState>(
    model,
    optimizer,
    ({ inputs, targets }, before) => {
      const { loss, state } = model.loss(inputs, targets, before);
      return [loss, state];
    },
    { clipNorm: config.clipNorm, generator, compile: true },
  );
  return { model, step };
}

/** What the app keeps in a checkpoint beside the training state. */
export interface Metadata {
  readonly config: Config;
  readonly seed: number;
  readonly data: string;
  readonly vocabulary: CharacterVocabulary;
}

/** A checkpoint file. @throws IOError that says how to make one when there is none, FormatError, StateError */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  if (existsSync(path)) return loadCheckpoint(path);
  throw new IOError(
    `${path} does not exist: there is no trained model yet. Run npm start first, or give --checkpoint.`,
  );
}

/** The app's part of a checkpoint. @throws StateError when another program made it */
export function readMetadata(path: string, { metadata, config }: Checkpoint): Metadata {
  const saved = metadata as { app?: string; vocabulary?: unknown; data?: string; seed?: number } | undefined;
  if (saved?.app !== 'char-lm' || config === undefined) {
    throw new StateError(
      `${path} is a checkpoint of another program, not of char-lm. Name another file with --checkpoint.`,
    );
  }
  return {
    config: config as unknown as Config,
    seed: Number(saved.seed),
    data: String(saved.data),
    vocabulary: CharacterVocabulary.fromJSON(saved.vocabulary),
  };
}

/** The trained model of a checkpoint, and its session where it left off. */
export function resumeSession(checkpoint: Checkpoint, { config, seed, vocabulary }: Metadata): Session {
  const session = newSession(vocabulary.size, config, seed);
  restore(session.step, checkpoint);
  return session;
}
