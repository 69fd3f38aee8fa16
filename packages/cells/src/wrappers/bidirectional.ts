import { ArgumentError, checkOneOf, checkOptions } from '@ostinato/base';
import {
  type EncodeResult,
  pool,
  type SequenceEncoder,
  type SequenceLayer,
  type SequenceOptions,
  type SequenceResult,
} from '@ostinato/sequence';
import { add, concat, mul, type Tensor, tidy } from '@ostinato/tensor';
import { type LayerOrCell, layerOf, prefixed, type StateOf } from './layer-of.ts';
import { Reversed } from './reversed.ts';
import { unroll } from './unroll.ts';

const merges = {
  concat: (forward: Tensor<'float32'>, backward: Tensor<'float32'>) => concat([forward, backward], -1),
  sum: add,
  mul,
  average: (forward: Tensor<'float32'>, backward: Tensor<'float32'>) => mul(add(forward, backward), 0.5),
} as const;

/** Options of `Bidirectional`. */
export interface BidirectionalOptions {
  /** How the outputs of the two directions meet; for both by themselves see `separate`. Default `concat`, forward first. */
  readonly merge?: keyof typeof merges;
}

/** The states of both directions. */
export interface BidirectionalState<F, B> {
  /** Of the direction that reads from the first step. */
  readonly forward: F;
  /** Of the direction that reads from the last step. */
  readonly backward: B;
}

/** What both directions give, each by itself; both in the order of the input. */
export interface Directions<F, B> {
  /** Of the direction that reads from the first step. */
  readonly forward: SequenceResult<F>;
  /** Of the direction that reads from the last step. */
  readonly backward: SequenceResult<B>;
}

/**
 * Two layers or cells, one of which reads from the last step to the first (Schuster and Paliwal 1997), with the merge modes of Keras. Traces are
 * named `forward.inputGate` and `backward.inputGate`. State dict: `forward_layer.` and `backward_layer.` with the keys of the layers; a backward
 * layer, though not a cell, is inside a `Reversed`. The same layer twice shares its weights.
 *
 * @example
 * const cell = () => new Zoneout(new LSTMCell({ inputSize: 6, hiddenSize: 4 }), { rate: { h: 0.05, c: 0.5 } });
 * const half = () => new Residual(new Stacked([new GRU({ inputSize: 4, hiddenSize: 6 }), cell()], { dropout: 0.3 }));
 * const { output, state } = new Bidirectional(half(), half()).forward(ones([2, 5, 4]), { lengths: [5, 3] });
 * output.shape; // [2, 5, 8]
 * state.backward[1].c.shape; // [2, 4]
 */
export class Bidirectional<F extends LayerOrCell, B extends LayerOrCell = F>
  implements
    SequenceLayer<BidirectionalState<StateOf<F>, StateOf<B>>>,
    SequenceEncoder<BidirectionalState<StateOf<F>, StateOf<B>>>
{
  /** Reads from the first step. */
  readonly forwardLayer: SequenceLayer<StateOf<F>>;
  /** Reads from the last step. */
  readonly backwardLayer: SequenceLayer<StateOf<B>>;
  readonly #merge: keyof typeof merges;

  /** @throws ArgumentError when the sizes of the layers do not fit each other */
  constructor(forward: F, backward: B, options: BidirectionalOptions = {}) {
    this.forwardLayer = layerOf('Bidirectional', 'forward', forward);
    layerOf('Bidirectional', 'backward', backward);
    checkOptions('Bidirectional', options, ['merge']);
    this.#merge = checkOneOf('Bidirectional', 'merge', options.merge ?? 'concat', ['concat', 'sum', 'mul', 'average']);
    const reversed = 'forward' in backward ? new Reversed(backward) : unroll(backward, { reverse: true });
    this.backwardLayer = reversed as unknown as SequenceLayer<StateOf<B>>;
    for (const name of this.#merge === 'concat' ? (['inputSize'] as const) : (['inputSize', 'outputSize'] as const)) {
      const [one, other] = [this.forwardLayer[name], this.backwardLayer[name]];
      if (one === undefined || other === undefined || one === other) continue;
      throw new ArgumentError(`Bidirectional: ${name} of the layers must be the same, got ${one} and ${other}.`);
    }
  }

  /** Features of the input. */
  get inputSize(): number | undefined {
    return this.forwardLayer.inputSize;
  }

  /** Features of the output. */
  get outputSize(): number | undefined {
    const [one, other] = [this.forwardLayer.outputSize, this.backwardLayer.outputSize];
    if (this.#merge !== 'concat') return one;
    return one === undefined || other === undefined ? undefined : one + other;
  }

  /** Reads backward too. */
  get bidirectional(): boolean {
    return true;
  }

  /** Both outputs merged. @throws what the layers throw */
  forward(
    input: Tensor<'float32'>,
    options: SequenceOptions<BidirectionalState<StateOf<F>, StateOf<B>>> = {},
  ): SequenceResult<BidirectionalState<StateOf<F>, StateOf<B>>> {
    return tidy(() => this.#merged(this.separate(input, options), (result) => result.output));
  }

  /** The last output of the forward layer merged with that of the backward layer, which is at the first step. @throws as `forward` */
  encode(
    input: Tensor<'float32'>,
    options: SequenceOptions<BidirectionalState<StateOf<F>, StateOf<B>>> = {},
  ): EncodeResult<BidirectionalState<StateOf<F>, StateOf<B>>> {
    return tidy(() => this.#merged(this.separate(input, options), ({ output }, end) => pool(output, end, options)));
  }

  /** What each layer gives by itself: Keras' `merge_mode=None`. @throws as `forward` */
  separate(
    input: Tensor<'float32'>,
    options: SequenceOptions<BidirectionalState<StateOf<F>, StateOf<B>>> = {},
  ): Directions<StateOf<F>, StateOf<B>> {
    const { state, ...others } = options;
    if (state !== undefined) checkOptions('Bidirectional.forward: state', state, ['forward', 'backward']);
    return tidy(() => ({
      forward: this.forwardLayer.forward(input, state === undefined ? others : { ...others, state: state.forward }),
      backward: this.backwardLayer.forward(input, state === undefined ? others : { ...others, state: state.backward }),
    }));
  }

  #merged(
    { forward, backward }: Directions<StateOf<F>, StateOf<B>>,
    read: (result: SequenceResult<unknown>, end: 'last' | 'first') => Tensor<'float32'>,
  ): SequenceResult<BidirectionalState<StateOf<F>, StateOf<B>>> {
    const trace = { ...prefixed('forward', forward.trace), ...prefixed('backward', backward.trace) };
    return {
      output: merges[this.#merge](read(forward, 'last'), read(backward, 'first')),
      state: { forward: forward.state, backward: backward.state },
      ...(forward.trace && { trace }),
    };
  }
}
