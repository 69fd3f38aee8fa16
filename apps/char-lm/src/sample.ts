import type { LSTMState } from '@ostinato/cells';
import type { CharacterVocabulary } from '@ostinato/data';
import { generate, temperature } from '@ostinato/decoding';
import { loadStateDict } from '@ostinato/nn';
import { RandomGenerator } from '@ostinato/tensor';
import type { Arguments } from './arguments.ts';
import { CharacterModel } from './model.ts';
import { print } from './print.ts';
import { readCheckpoint, readMetadata } from './session.ts';

/** What a sample is written with. */
type SampleArguments = Pick<Arguments, 'prompt' | 'temperature' | 'length' | 'seed'>;

/** The model's text after a prompt, character by character. */
async function* continueText(
  model: CharacterModel,
  vocabulary: CharacterVocabulary,
  { prompt, temperature: heat, length, seed }: SampleArguments,
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  const options = { maxTokens: length, filters: [temperature(heat)], generator: new RandomGenerator(seed) };
  const ids = vocabulary.encode(prompt);
  const tokens = generate<LSTMState>((read, state) => model.forward(read, state), ids, {
    ...options,
    ...(signal && { signal }),
  });
  for await (const id of tokens) {
    yield vocabulary.decode([id]);
  }
}

/** Prints a titled sample on one line; resolves to what was written after the prompt. */
export async function writeSample(
  model: CharacterModel,
  vocabulary: CharacterVocabulary,
  { title, ...args }: SampleArguments & { readonly title: string },
): Promise<string> {
  const known = vocabulary.characters.includes(args.prompt[0] ?? '') ? args.prompt : vocabulary.decode([0]);
  let text = '';
  for await (const character of continueText(model, vocabulary, { ...args, prompt: known })) text += character;
  print(`\n${title}:\n  ${(known + text).replaceAll(/\s+/g, ' ')}\n`);
  return text;
}

/** `sample`: continues the prompt with the model of a checkpoint. @throws IOError, FormatError, StateError, DataError */
export async function sample(args: Arguments, signal: AbortSignal): Promise<void> {
  const checkpoint = await readCheckpoint(args.checkpoint);
  const { config, vocabulary } = readMetadata(args.checkpoint, checkpoint);
  const model = new CharacterModel(vocabulary.size, config, new RandomGenerator(0));
  loadStateDict(model, checkpoint.model);
  process.stdout.write(vocabulary.decode(vocabulary.encode(args.prompt)));
  for await (const character of continueText(model, vocabulary, args, signal)) process.stdout.write(character);
  print('');
}
