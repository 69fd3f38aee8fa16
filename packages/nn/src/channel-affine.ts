import { add, mul, reshape, type Tensor } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** `x weight + bias` with one weight and bias for each channel of `x [batch, channels, ...]`. */
export function channelAffine(x: Floats, weight: Floats | undefined, bias: Floats | undefined): Floats {
  const perChannel = [x.shape[1]!, ...Array<number>(x.rank - 2).fill(1)];
  const scaled = weight === undefined ? x : mul(x, reshape(weight, perChannel));
  return bias === undefined ? scaled : add(scaled, reshape(bias, perChannel));
}
