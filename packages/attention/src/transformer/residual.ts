import { dropout, type LayerNorm, type RMSNorm } from '@ostinato/nn';
import { add, type Tensor } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** How sublayers are joined to the stream of features. */
export interface ResidualOptions {
  /** Whether a sublayer's input is normalized (pre-norm, Xiong et al. 2020), or its sum with the stream (post-norm). */
  readonly normFirst: boolean;
  /** Dropout of what a sublayer adds. */
  readonly dropout: number;
}

/** `x + sublayer(norm(x))`, or `norm(x + sublayer(x))`. */
export function residual(
  x: Floats,
  norm: LayerNorm | RMSNorm,
  { normFirst, dropout: p }: ResidualOptions,
  sublayer: (x: Floats) => Floats,
): Floats {
  if (normFirst) return add(x, dropout(sublayer(norm.forward(x)), p));
  return norm.forward(add(x, dropout(sublayer(x), p)));
}
