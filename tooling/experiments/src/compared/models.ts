import {
  AddPositions,
  causal,
  ResidualBlock,
  SinusoidalPositions,
  type StackedLayer,
  TCN,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '@ostinato/attention';
import { GRU, LSTM } from '@ostinato/cells';
import { countParameters, dispose, LayerNorm } from '@ostinato/nn';
import { SequenceModel } from './sequence-model.ts';

/** A causal pre-norm layer of four heads. */
const attending = (width: number): StackedLayer =>
  new TransformerEncoderLayer({
    ...{ dModel: width, nhead: 4, dimFeedforward: 4 * width, dropout: 0 },
    ...{ activation: 'gelu', normFirst: true, mask: causal() },
  });

const positions = (width: number): StackedLayer =>
  new AddPositions({ positions: new SinusoidalPositions({ features: width }), features: width });

const stacked = (width: number, layers: readonly StackedLayer[]): StackedLayer =>
  new TransformerEncoder({ layers, norm: new LayerNorm({ normalizedShape: width }) });

/** Bodies by name, from a number of features that is a multiple of 8. */
export const bodies: Readonly<Record<string, (width: number) => StackedLayer>> = {
  LSTM: (width) => new LSTM({ inputSize: width, hiddenSize: width, numLayers: 2 }),
  GRU: (width) => new GRU({ inputSize: width, hiddenSize: width, numLayers: 2 }),
  TCN: (width) => new TCN({ inputSize: width, channels: Array<number>(5).fill(width), kernelSize: 3, dropout: 0 }),
  GPT: (width) => stacked(width, [positions(width), ...Array.from({ length: 3 }, () => attending(width))]),
  hybrid: (width) =>
    stacked(width, [
      new ResidualBlock({
        mixer: new LSTM({ inputSize: width, hiddenSize: width }),
        features: width,
        hiddenSize: width,
      }),
      attending(width),
      new ResidualBlock({
        mixer: new LSTM({ inputSize: width, hiddenSize: width }),
        features: width,
        hiddenSize: width,
      }),
    ]),
};

/** The largest width, a multiple of 8, whose model has no more parameters than `most`. Nothing is drawn for it. */
export function widthFor(name: string, vocabulary: number, most: number): number {
  let width = 8;
  for (let next = 16; sizeOf(name, vocabulary, next) <= most; next += 8) width = next;
  return width;
}

function sizeOf(name: string, vocabulary: number, width: number): number {
  const model = new SequenceModel(vocabulary, width, bodies[name]!(width));
  const size = countParameters(model);
  dispose(model);
  return size;
}
