import { checkInteger, checkOptions, typeError } from '@ostinato/base';
import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import { add, cast, full, sum, type Tensor, tidy } from '@ostinato/tensor';
import { enterSequence } from '../transformer/enter-sequence.ts';
import { placesOf } from './places.ts';

type Floats = Tensor<'float32'>;

/** Positions as features of a step: `Embedding` (learned), `SinusoidalPositions`, or any other layer of places. */
export interface InputPositions {
  /** Places `[batch or 1, steps]` to `[batch or 1, steps, features]`. */
  forward(places: Tensor<'int32'>): Floats;
}

/** Options of `AddPositions`. */
export interface AddPositionsOptions {
  /** What is added: `new Embedding(...)`, `new SinusoidalPositions(...)`. */
  readonly positions: InputPositions;
  /** Features of a step. */
  readonly features: number;
}

/** What `AddPositions` remembers. */
export interface PlaceState {
  /** How many steps each sequence has had, padding left out, `[batch]`. */
  readonly seen: Tensor<'int32'>;
}

/**
 * Adds to each step what belongs to its place: the first layer of a stack whose layers know no order. Padding does not count, wherever it is.
 * State dict: that of the positions under `positions.`.
 */
export class AddPositions implements SequenceLayer<PlaceState> {
  /** What is added. */
  readonly positions: InputPositions;
  readonly #features: number;

  /** @throws ArgumentError */
  constructor(options: AddPositionsOptions) {
    checkOptions('AddPositions', options, ['positions', 'features']);
    const { positions, features } = options;
    if (typeof positions?.forward !== 'function')
      throw typeError('AddPositions', 'positions', 'a layer such as new Embedding(...)', positions);
    this.#features = checkInteger('AddPositions', 'features', features, { min: 1 });
    this.positions = positions;
  }

  /** `[batch, steps, features]` to the same shape. @throws ShapeError, ArgumentError; IndexError beyond a learned table */
  forward(input: Floats, options: SequenceOptions<PlaceState> = {}): SequenceResult<PlaceState> {
    return tidy(() => {
      const { x, keep, leave } = enterSequence('AddPositions.forward', input, this.#features, options, ['attention']);
      const { state } = options;
      const output = add(x, this.positions.forward(placesOf(x, state, keep)));
      const [batch, steps] = x.shape as [number, number];
      const now =
        keep === undefined
          ? full([batch], steps, { dtype: 'int32', backend: x.backend })
          : cast(sum(cast(keep, 'float32'), 1), 'int32');
      return { output: leave(output), state: { seen: state === undefined ? now : add(state.seen, now) } };
    });
  }
}
