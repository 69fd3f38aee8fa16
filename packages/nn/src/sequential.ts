import { ArgumentError, describe } from '@ostinato/base';
import { type Tensor, tidy } from '@ostinato/tensor';

/** A layer of a `Sequential`: an object with `forward`, or a function such as `relu`. */
export type SequentialLayer =
  | ((x: never) => Tensor)
  | {
      /** The output for an input. */
      forward(x: never): Tensor;
    };

/**
 * Layers one after the other: `new Sequential(new Linear(...), relu, new Linear(...))`. State dict: that of layer `i` under
 * `i.`, as torch; functions count as layers.
 */
export class Sequential {
  readonly [index: number]: SequentialLayer;
  readonly #layers: readonly SequentialLayer[];

  /** @throws ArgumentError when a layer is neither a function nor has `forward` */
  constructor(...layers: readonly SequentialLayer[]) {
    const wrong = layers.findIndex((layer) => typeof layer !== 'function' && typeof layer?.forward !== 'function');
    if (wrong >= 0) {
      throw new ArgumentError(
        `Sequential: layer ${wrong} must be a function or have forward, got ${describe(layers[wrong])}.`,
        { code: 'ARGUMENT_TYPE' },
      );
    }
    this.#layers = layers;
    Object.assign(this, layers);
  }

  /** Number of layers. */
  get length(): number {
    return this.#layers.length;
  }

  /** The last layer's output. @throws what its layers throw */
  forward(x: Tensor): Tensor<'float32'> {
    return tidy(() =>
      this.#layers.reduce(
        (value, layer) => (typeof layer === 'function' ? layer(value as never) : layer.forward(value as never)),
        x,
      ),
    ) as Tensor<'float32'>;
  }
}
