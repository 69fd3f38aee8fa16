import { ArgumentError, checkInteger, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { Conv1d, Linear } from '@ostinato/nn';
import { add, matmul, type Parameter, parameter, permute, reshape, tanh, Tensor, tidy } from '@ostinato/tensor';
import { everyPair, startOfV } from './additive-score.ts';
import { checkScored } from './score.ts';
import type { HiddenScoreOptions } from './score-options.ts';

type Floats = Tensor<'float32'>;

/** Options of `LocationScore`. */
export interface LocationScoreOptions extends HiddenScoreOptions {
  /** Filters over the weights of the step before. Default 32. */
  readonly channels?: number;
  /** Keys that a filter reaches over; odd. Default 31. */
  readonly kernelSize?: number;
}

/**
 * `v tanh(W q + V k + U f + b)` where f are filters over the weights of the step before, the location-aware score of Chorowski et al. 2015:
 * it knows where it looked. State dict: `query.weight`, `key.weight`, `key.bias`, `location.weight [hiddenSize, channels]`,
 * `filters.weight [channels, 1, kernelSize]`, `v [hiddenSize]`.
 */
export class LocationScore {
  /** W. */
  readonly query: Linear;
  /** V and b. */
  readonly key: Linear;
  /** U. */
  readonly location: Linear;
  /** The filters. */
  readonly filters: Conv1d;
  /** `[hiddenSize]`. */
  readonly v: Parameter;

  /** @throws ArgumentError */
  constructor(options: LocationScoreOptions) {
    const where = 'LocationScore';
    checkOptions(where, options, ['querySize', 'keySize', 'hiddenSize', 'channels', 'kernelSize', 'generator']);
    const { querySize, keySize, hiddenSize, channels = 32, kernelSize = 31, generator } = options;
    if (kernelSize % 2 === 0) throw new ArgumentError(`${where}: kernelSize must be odd, got ${kernelSize}.`);
    for (const [name, size] of Object.entries({ querySize, keySize, hiddenSize, channels, kernelSize }))
      checkInteger(where, name, size, { min: 1 });
    const some = generator && { generator };
    this.query = new Linear({ inFeatures: querySize, outFeatures: hiddenSize, bias: false, ...some });
    this.key = new Linear({ inFeatures: keySize, outFeatures: hiddenSize, ...some });
    this.location = new Linear({ inFeatures: channels, outFeatures: hiddenSize, bias: false, ...some });
    this.filters = new Conv1d({
      inChannels: 1,
      outChannels: channels,
      kernelSize,
      padding: 'same',
      bias: false,
      ...some,
    });
    this.v = parameter(startOfV(hiddenSize)([hiddenSize], generator));
  }

  /**
   * One query of each sequence, `[batch, 1, querySize]`, keys `[batch, keys, keySize]` and the weights of the step before `[batch, keys]`, zeros at
   * first, to `[batch, 1, keys]`.
   * @throws ShapeError, ArgumentError
   */
  forward(query: Floats, keys: Floats, previous: Floats): Floats {
    checkScored('LocationScore', query, keys, this.query.weight.shape[1], this.key.weight.shape[1]);
    if (!(previous instanceof Tensor))
      throw typeError('LocationScore', 'previous', 'the weights of the step before', previous);
    const [batch, count] = keys.shape as [number, number];
    if (query.shape[1] !== 1 || previous.shape.join() !== `${batch},${count}`)
      throw new ShapeError(
        `LocationScore: expected one query [batch, 1, size] and previous weights [${batch},${count}], got [${query.shape}] and [${previous.shape}].`,
      );
    return tidy(() => {
      const seen = permute(this.filters.forward(reshape(previous, [batch, 1, count])), [0, 2, 1]); // [batch, keys, channels]
      const there = add(this.key.forward(keys), this.location.forward(seen));
      return matmul(tanh(everyPair(this.query.forward(query), there)), this.v);
    });
  }
}
