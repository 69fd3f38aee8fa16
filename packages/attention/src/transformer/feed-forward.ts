import { checkOneOf } from '@ostinato/base';
import { dropout, Linear } from '@ostinato/nn';
import { gelu, mul, type RandomGenerator, relu, silu, split, type Tensor } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** What stands between the two layers of a feed-forward network. */
export type Activation = 'relu' | 'gelu' | 'geluTanh' | 'swiglu';

/** Checks the name of an activation and returns it. @throws ArgumentError */
export function checkActivation(where: string, name: unknown): Activation {
  return checkOneOf(where, 'activation', name, ['relu', 'gelu', 'geluTanh', 'swiglu']);
}

/** SwiGLU: one half, as `x sigmoid(x)`, gates the other. Shazeer 2020. */
function swiglu(x: Floats): Floats {
  const [gate, value] = split(x, 2) as [Floats, Floats];
  return mul(silu(gate), value);
}

const functions: Readonly<Record<Activation, (x: Floats) => Floats>> = {
  relu,
  gelu: (x) => gelu(x),
  geluTanh: (x) => gelu(x, { approximate: 'tanh' }),
  swiglu,
};

/** Sizes of a feed-forward network. */
export interface FeedForwardSizes {
  readonly features: number;
  readonly hidden: number;
  readonly activation: Activation;
  readonly bias: boolean;
  readonly generator: RandomGenerator | undefined;
}

/** Its two layers; the first of a `swiglu` gives gate and value side by side. */
export function feedForwardLayers({ features, hidden, activation, bias, generator }: FeedForwardSizes) {
  const some = generator && { generator };
  const wide = activation === 'swiglu' ? 2 * hidden : hidden;
  return {
    linear1: new Linear({ inFeatures: features, outFeatures: wide, bias, ...some }),
    linear2: new Linear({ inFeatures: hidden, outFeatures: features, bias, ...some }),
  };
}

/** `linear2(dropout(activation(linear1(x))))`. */
export function feedForward(x: Floats, linear1: Linear, linear2: Linear, activation: Activation, p: number): Floats {
  return linear2.forward(dropout(functions[activation](linear1.forward(x)), p));
}
