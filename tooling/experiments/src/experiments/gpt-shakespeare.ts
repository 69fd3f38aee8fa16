import { GPT } from '@ostinato/attention';
import { wasmBackend } from '@ostinato/backend-wasm';
import { shuffledWindows } from '@ostinato/data';
import { countParameters, crossEntropy, dispose, stateDict } from '@ostinato/nn';
import { RandomGenerator, reshape, setBackend } from '@ostinato/tensor';
import { adamW, groups, type Optimizer } from '@ostinato/train';
import type { IdTensors } from '../compared/sequence-model.ts';
import type { Experiment } from '../experiment.ts';
import { evaluateText } from '../language/evaluate.ts';
import { type CharacterText, readShakespeare } from '../language/shakespeare.ts';
import { train } from '../training/train.ts';
import { overSeeds, truths } from '../truths.ts';

/** nanoGPT's recipe for a CPU: `config/train_shakespeare_char.py` with the options that its README gives. */
const recipe = {
  model: { contextLength: 64, embedDim: 128, numHeads: 4, numLayers: 4, dropout: 0, bias: false },
  batch: 12,
  steps: 2000,
  seeds: 3,
  peak: 1e-3,
  floor: 1e-4,
  warmup: 100,
  betas: [0.9, 0.99],
  weightDecay: 0.1,
  clipNorm: 1,
} as const;

/** Nats per character that must be reached, on the whole validation text, in the mean over seeds. */
const bar = { atMost: 1.93 };

/** Matrices decay, norms and biases do not. */
function optimizerFor(model: GPT): Optimizer {
  const shapes = stateDict(model);
  const { betas, weightDecay } = recipe;
  const part = (decay: number) => adamW({ learningRate: 1, betas, weightDecay: decay });
  return groups([
    { parameters: (key) => shapes.get(key)!.rank >= 2, optimizer: part(weightDecay) },
    { parameters: () => true, optimizer: part(0) },
  ]);
}

/** Trains from one seed. Gives the loss on the whole validation text. */
async function trainOne(text: CharacterText, steps: number, seed: number, print: (line: string) => void) {
  const vocabSize = text.vocabulary.size;
  const model = new GPT({ ...recipe.model, vocabSize, generator: new RandomGenerator(seed) });
  const loss = ({ inputs, targets }: IdTensors) =>
    crossEntropy(reshape(model.forward(inputs).output, [-1, vocabSize]), reshape(targets, [-1]));
  const windows = shuffledWindows(text.train, {
    batch: recipe.batch,
    steps: recipe.model.contextLength,
    stride: 1,
    seed,
  });
  const onStep = (step: number, value: number) => {
    if (step % 500 === 0) print(`seed ${seed}, step ${step}: ${value.toFixed(3)}`);
  };
  const seconds = await train(model, loss, windows, { ...recipe, steps }, { optimizer: optimizerFor(model), onStep });
  const validation = evaluateText((ids) => model.forward(ids).output, text.validation, recipe.model.contextLength);
  const parameters = countParameters(model);
  dispose(model);
  return { value: validation, seconds, more: { parameters } };
}

/** The small GPT of nanoGPT's README, which reports 1.88 nats on twenty random batches. */
export const gptShakespeare: Experiment = {
  name: 'gpt-shakespeare',
  about: 'a GPT of 0.8 M parameters on tiny Shakespeare, 2,000 steps, three seeds',
  async run(options, print) {
    setBackend(await wasmBackend());
    const text = readShakespeare();
    const { steps = recipe.steps, seeds = recipe.seeds } = options;
    const runs = await overSeeds('GPT', seeds, (seed) => trainOne(text, steps, seed, print), print);
    return truths('validation (nats)', [{ name: 'GPT', runs, bar }], {
      digits: 4,
      notes: [
        'nanoGPT prints 1.88 on twenty random batches; the same recipe in PyTorch: torch/gpt_shakespeare.py',
        `chance (every character alike): ${Math.log(text.vocabulary.size).toFixed(2)}`,
      ],
      recipe: { ...recipe, steps, seeds },
    });
  },
};
