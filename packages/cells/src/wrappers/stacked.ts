import { ArgumentError, checkNumber, checkOptions, typeError } from '@ostinato/base';
import { dropout } from '@ostinato/nn';
import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import { type Tensor, tidy } from '@ostinato/tensor';
import { type LayerOrCell, layerOf, prefixed, type StateOf } from './layer-of.ts';

/** Options of `Stacked`. */
export interface StackedOptions {
  /** Dropout between layers, inside `training`. Default 0. */
  readonly dropout?: number;
}

/** The states of layers, in their order. */
export type StackedState<L extends readonly LayerOrCell[]> = { readonly [I in keyof L]: StateOf<L[I]> };

/**
 * Layers on top of each other, each of its own width and kind; cells are unrolled. The state is the array of theirs, traces are named
 * `0.inputGate`. State dict: the keys of layer `i` under `layers.i.`.
 */
export class Stacked<const L extends readonly LayerOrCell[]> implements SequenceLayer<StackedState<L>> {
  /** From the input to the output. */
  readonly layers: readonly SequenceLayer<unknown>[];
  readonly #dropout: number;

  /** @throws ArgumentError when there is no layer, or one does not take what the one below it gives */
  constructor(layers: L, options: StackedOptions = {}) {
    if (!Array.isArray(layers) || layers.length === 0)
      throw typeError('Stacked', 'layers', 'an array of at least one layer', layers);
    checkOptions('Stacked', options, ['dropout']);
    this.#dropout = checkNumber('Stacked', 'dropout', options.dropout ?? 0, { min: 0, max: 1 });
    this.layers = layers.map(
      (layer, i) => layerOf('Stacked', `layers[${i}]`, layer as LayerOrCell) as SequenceLayer<unknown>,
    );
    for (const [i, { inputSize }] of this.layers.entries()) {
      const below = this.layers[i - 1]?.outputSize;
      if (below === undefined || inputSize === undefined || below === inputSize) continue;
      throw new ArgumentError(
        `Stacked: layers[${i}] takes ${inputSize} features, but layers[${i - 1}] gives ${below}.`,
      );
    }
  }

  /** Features of the first layer's input. */
  get inputSize(): number | undefined {
    return this.layers[0]!.inputSize;
  }

  /** Features of the last layer's output. */
  get outputSize(): number | undefined {
    return this.layers.at(-1)!.outputSize;
  }

  /** Whether one of the layers also reads backward. */
  get bidirectional(): boolean {
    return this.layers.some(({ bidirectional }) => bidirectional === true);
  }

  /** The output of the last layer. @throws ArgumentError for a state that is no array of as many; what the layers throw */
  forward(input: Tensor<'float32'>, options: SequenceOptions<StackedState<L>> = {}): SequenceResult<StackedState<L>> {
    const { state, ...others } = options;
    if (state !== undefined && !(Array.isArray(state) && state.length === this.layers.length))
      throw typeError('Stacked', 'state', `an array of ${this.layers.length} states`, state);
    return tidy(() => {
      const states: unknown[] = [];
      const trace: Record<string, Tensor> = {};
      let x = input;
      for (const [i, layer] of this.layers.entries()) {
        if (i > 0) x = dropout(x, this.#dropout);
        const result = layer.forward(x, state === undefined ? others : { ...others, state: state[i] });
        x = result.output;
        states.push(result.state);
        Object.assign(trace, prefixed(String(i), result.trace));
      }
      return { output: x, state: states as unknown as StackedState<L>, ...(others.trace === true && { trace }) };
    });
  }
}
