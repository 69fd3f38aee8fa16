import { type ContiguousWindow, contiguousWindows, type Position, repeat } from '@ostinato/data';
import { countParameters } from '@ostinato/nn';
import { fit } from '@ostinato/train';
import { progressBar, saveCheckpoint } from '@ostinato/train/node';
import { StateError } from '@ostinato/base';
import type { Arguments } from './arguments.ts';
import type { NamedBackend } from './backends.ts';
import { baselines } from './baselines.ts';
import { readBook } from './book.ts';
import { type Config, defaults, longRuns } from './config.ts';
import { type Corpus, makeCorpus, validationWindows } from './corpus.ts';
import { evaluate } from './evaluate.ts';
import { nats, print } from './print.ts';
import { writeSample } from './sample.ts';
import { learningRateAt } from './schedule.ts';
import { type Metadata, newSession, readCheckpoint, readMetadata, resumeSession, type Session } from './session.ts';
import { knownWords } from './words.ts';

/** Saves every so many steps. */
const saveEvery = 200;

/** A session to go on with: where it reads, what it was made from. */
interface Run extends Session {
  readonly metadata: Metadata;
  readonly text: string;
  readonly corpus: Corpus;
  readonly from: Position | undefined;
}

/** Trains, shows a sample before and after, saves. Resolves to the loss on the validation text, in nats per character. */
export async function train(args: Arguments, backend: NamedBackend, signal: AbortSignal): Promise<number> {
  const sizes = (args.long ? longRuns : defaults)[backend.name === 'wasm' ? 'wasm' : 'js'];
  const run = args.resume ? await resume(args) : await begin(args, { ...sizes, steps: args.steps ?? sizes.steps });
  describeRun(run, backend.description);
  await writeSample(run.model, run.corpus.vocabulary, { ...args, length: 120, title: 'Before training' });
  await runSteps(run, args.checkpoint, signal);
  const loss = await evaluate(run.model, validationWindows(run.corpus.validation));
  print(`Validation: ${nats(loss)}`);
  const written = await writeSample(run.model, run.corpus.vocabulary, { ...args, title: 'After training' });
  print(`Of its words, ${(100 * knownWords(written, run.text)).toFixed(0)} % occur in the text.`);
  const from = args.checkpoint.endsWith('/char-lm.safetensors') ? '' : ` --checkpoint ${args.checkpoint}`;
  print(`Saved to ${args.checkpoint}. Continue a text: npm start -- sample --prompt "Call me"${from}`);
  run.step.dispose();
  return loss;
}

async function begin({ data, seed }: Arguments, config: Config): Promise<Run> {
  const text = await readBook(data);
  const corpus = makeCorpus(text);
  const metadata = { config, seed, data: data ?? 'Moby Dick', vocabulary: corpus.vocabulary };
  return { ...newSession(corpus.vocabulary.size, config, seed), metadata, text, corpus, from: undefined };
}

async function resume({ checkpoint: path, data, steps }: Arguments): Promise<Run> {
  const checkpoint = await readCheckpoint(path);
  const metadata = readMetadata(path, checkpoint);
  if (metadata.data !== (data ?? 'Moby Dick')) {
    throw new StateError(
      `${path} was trained on ${metadata.data}, not on ${data ?? 'Moby Dick'}. Give the same --data.`,
    );
  }
  const session = resumeSession(checkpoint, metadata);
  const text = await readBook(data);
  const corpus = makeCorpus(text, metadata.vocabulary);
  const config = { ...metadata.config, steps: steps ?? metadata.config.steps };
  return {
    ...session,
    metadata: { ...metadata, config },
    text,
    corpus,
    from: checkpoint.position as unknown as Position,
  };
}

function describeRun({ metadata, corpus, model, step }: Run, backend: string): void {
  const { config, data } = metadata;
  const { train: ids, validation, vocabulary } = corpus;
  const { unigram, bigram } = baselines(ids, validation, vocabulary.size);
  print(`Text: ${data}, ${ids.length + validation.length} characters, ${vocabulary.size} symbols.`);
  print(`To beat: counting characters ${nats(unigram)}, counting pairs ${nats(bigram)}.`);
  print(`Model: one LSTM of ${config.hiddenSize}, ${countParameters(model)} parameters, on backend ${backend}.`);
  print(`Training: steps ${step.steps + 1} to ${config.steps}, ${config.batch} x ${config.window} characters each.`);
}

/** The training loop; the checkpoint is saved on the way, at the end, and when the signal ends it. */
async function runSteps({ step, metadata, corpus, from }: Run, path: string, signal: AbortSignal): Promise<void> {
  const { config, seed, data, vocabulary } = metadata;
  const windows = contiguousWindows(corpus.train, { batch: config.batch, steps: config.window });
  const reading = repeat(windows, from && { from });
  const save = () =>
    saveCheckpoint(path, step, {
      config: { ...config },
      position: { ...reading.position },
      metadata: { app: 'char-lm', seed, data, vocabulary: vocabulary.toJSON() as never },
    });
  const schedule = (): void => {
    step.optimizer.learningRate = learningRateAt(step.steps, config.steps, config.learningRate);
  };
  if (step.steps >= config.steps) return;
  schedule();
  try {
    await fit<ContiguousWindow>(step, reading, {
      steps: config.steps,
      startStep: step.steps,
      signal,
      onEvent: progressBar({ bitsPer: 'char', unit: 'char' }),
      callbacks: [
        async (event) => {
          if (event.type !== 'step') return;
          schedule();
          if (event.step % saveEvery === 0) await save();
        },
      ],
    });
  } finally {
    await save();
  }
}
