import { type CellState, GRU, LSTM, RNN } from '@ostinato/cells';
import { crossEntropy, Embedding, Linear, mse } from '@ostinato/nn';
import type { SequenceLayer } from '@ostinato/sequence';
import { add, parameter, reshape, slice, type Tensor, zeros } from '@ostinato/tensor';
import { type Config, rowOf, Uncovered } from '../config.ts';
import type { GoldenCase } from '../golden-case.ts';
import { Inputs } from '../inputs.ts';
import { causalEncoder } from './transformers.ts';

/** The loss of a step, and the state that the next step starts from. */
type StepLoss = readonly [loss: Tensor<'float32'>, carried: CellState | undefined];

/** A model under torch's names, and what it is trained on. */
export interface TrainTask {
  readonly module: object;
  readonly loss: (step: number, carried: CellState | undefined) => StepLoss;
}

/** Layers by torch's names, with their number of gates. */
const layers = {
  GRU: { Layer: GRU, gates: 3 },
  LSTM: { Layer: LSTM, gates: 4 },
  RNN: { Layer: RNN, gates: 1 },
} as const;

/** The recurrent layer whose parameters are `param.rnn.*`. */
function recurrentLayer(golden: GoldenCase, name: string, timeMajor: boolean): SequenceLayer<CellState> {
  const { Layer, gates } = rowOf<(typeof layers)[keyof typeof layers]>('layer', layers, name);
  const input = golden.stored('param.rnn.weight_ih_l0').shape as [number, number];
  const projection = golden.has('param.rnn.weight_hr_l0')
    ? { projSize: golden.stored('param.rnn.weight_hr_l0').shape[0]! }
    : {};
  return new Layer({
    inputSize: input[1],
    hiddenSize: input[0] / gates,
    numLayers: golden.names('param.rnn.').filter((key) => /weight_ih_l\d+$/.test(key)).length,
    bias: golden.has('param.rnn.bias_ih_l0'),
    bidirectional: golden.has('param.rnn.weight_ih_l0_reverse'),
    timeMajor,
    ...projection,
  }) as SequenceLayer<CellState>;
}

function outputLayer(golden: GoldenCase): Linear {
  const [outFeatures, inFeatures] = golden.stored('param.out.weight').shape as [number, number];
  return new Linear({ inFeatures, outFeatures, bias: golden.has('param.out.bias') });
}

/** Every step sees all sequences: each token is predicted from those before it. */
function languageModel(config: Config, golden: GoldenCase, layer: string): TrainTask {
  config.only('loss', 'CE over all shifted tokens');
  const [numEmbeddings, embeddingDim] = golden.stored('param.emb.weight').shape as [number, number];
  const emb = new Embedding({ numEmbeddings, embeddingDim });
  const rnn = recurrentLayer(golden, layer, false);
  const out = outputLayer(golden);
  const ids = new Inputs(golden).int('ids');
  const [from, target] = [slice(ids, 1, 0, -1), slice(ids, 1, 1)];
  const loss = (): StepLoss => {
    const logits = out.forward(rnn.forward(emb.forward(from)).output);
    return [crossEntropy(reshape(logits, [-1, numEmbeddings]), reshape(target, [-1])), undefined];
  };
  return { module: { emb, rnn, out }, loss };
}

/** The same with a causal Transformer: layers, features, heads and hidden features are groups of the text. */
function transformerModel(config: Config, golden: GoldenCase, sizes: string): TrainTask {
  config.only('loss', 'CE over all shifted tokens');
  const [features, heads, hidden] = sizes.split(',').map((size) => Number(size.replace(/\D/g, ''))) as [
    number,
    number,
    number,
  ];
  const [words] = golden.stored('param.emb.weight').shape as [number, number];
  const emb = new Embedding({ numEmbeddings: words, embeddingDim: features });
  const pos = parameter(zeros([...golden.stored('param.pos').shape]));
  const enc = causalEncoder({ features, heads, hidden }, golden.has('param.enc.norm.weight'));
  const out = outputLayer(golden);
  const ids = new Inputs(golden).int('ids');
  const [from, target] = [slice(ids, 1, 0, -1), slice(ids, 1, 1)];
  const loss = (): StepLoss => {
    const x = add(emb.forward(from), slice(pos, 0, 0, from.shape[1]));
    const logits = out.forward(enc.forward(x).output);
    return [crossEntropy(reshape(logits, [-1, words]), reshape(target, [-1])), undefined];
  };
  return { module: { emb, pos, enc, out }, loss };
}

const truncated =
  /^truncated BPTT: step s uses frames \[(\d+)k,\1k\+\1\) with k = s mod (\d+); the hidden state is carried \(detached\) within a pass and reset to zero when k=0$/;

/** Truncated back-propagation through time: a window of frames a step, the state carried from one to the next. */
function windowedRegression(config: Config, golden: GoldenCase, layer: string): TrainTask {
  config.only('loss', 'MSE');
  const schedule = truncated.exec(config.text('schedule'));
  if (schedule === null) throw new Uncovered(`schedule ${config.text('schedule')}`);
  const [frames, windows] = schedule.slice(1).map(Number) as [number, number];
  const rnn = recurrentLayer(golden, layer, true);
  const out = outputLayer(golden);
  const inputs = new Inputs(golden);
  const loss = (step: number, carried: CellState | undefined): StepLoss => {
    const start = (step % windows) * frames;
    const window = (name: string) => slice(inputs.float(name), 0, start, start + frames);
    const { output, state } = rnn.forward(window('x'), start > 0 && carried ? { state: carried } : {});
    return [mse(out.forward(output), window('y')), state];
  };
  return { module: { rnn, out }, loss };
}

/** How the cases write their models, and what each means; the layer is the first group. Sizes come from the parameters. */
const models: readonly [RegExp, (config: Config, golden: GoldenCase, layer: string) => TrainTask][] = [
  [/^Embedding>(LSTM|GRU|RNN)\(batch_first\)>Linear next-token LM$/, languageModel],
  [
    /^tok Embedding \+ learned pos\[:T\] > TransformerEncoder\(2 gelu layers, (d=\d+, heads=\d+, ff=\d+), norm_first=True, causal\) > Linear$/,
    transformerModel,
  ],
  [/^(LSTM|GRU|RNN)\(\d+,\d+(?:,\d+ layers?)?\) > Linear\(\d+,\d+\); x \[\d+,\d+,\d+\]$/, windowedRegression],
];

/** The task that a config describes. @throws Uncovered */
export function trainTask(config: Config, golden: GoldenCase): TrainTask {
  const text = config.text('model');
  for (const [pattern, make] of models) {
    const match = pattern.exec(text);
    if (match !== null) return make(config, golden, match[1]!);
  }
  throw new Uncovered(`model ${text}`);
}
