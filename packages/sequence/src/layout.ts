import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { permute, reshape, Tensor } from '@ostinato/tensor';

/** How a layer's caller lays out sequences. */
export interface Layout {
  /** `[steps, batch, features]` instead of `[batch, steps, features]`. */
  readonly timeMajor: boolean;
  /** `[steps, features]`: one sequence without a batch axis. */
  readonly unbatched: boolean;
}

/** Exchanges batch and steps. */
function exchange<T extends Tensor>(x: T): T {
  return permute(x, [1, 0, ...Array.from({ length: x.rank - 2 }, (_, i) => i + 2)]) as Tensor as T;
}

/**
 * A layer's input as kernels want it, `[steps, batch, features]`.
 * @throws ArgumentError when it is no tensor, ShapeError when it is neither a batch of sequences nor one sequence of
 * `features` features
 */
export function toTimeMajor(
  where: string,
  input: Tensor<'float32'>,
  features: number,
  { timeMajor, unbatched }: Layout,
): Tensor<'float32'> {
  if (!(input instanceof Tensor)) throw typeError(where, 'input', 'a tensor', input);
  if (input.dtype !== 'float32') {
    throw new DTypeError(`${where}: input must be float32, got ${input.dtype as string}. Convert it with cast().`);
  }
  if ((input.rank !== 3 && !unbatched) || input.shape.at(-1) !== features) {
    const expected = timeMajor ? '[steps, batch, features]' : '[batch, steps, features]';
    throw new ShapeError(
      `${where}: expected input ${expected} or [steps, features] with ${features} features, got [${input.shape}].`,
    );
  }
  if (unbatched) return reshape(input, [input.shape[0]!, 1, features]);
  return timeMajor ? input : exchange(input);
}

/** The way back, for an output `[steps, batch, features]`. */
export function fromTimeMajor(output: Tensor<'float32'>, { timeMajor, unbatched }: Layout): Tensor<'float32'> {
  if (unbatched) return reshape(output, [output.shape[0]!, output.shape[2]!]);
  return timeMajor ? output : exchange(output);
}
