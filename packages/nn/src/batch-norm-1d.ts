import { checkInteger, checkNumber, checkOptions, ShapeError } from '@ostinato/base';
import {
  add,
  Buffer,
  cast,
  detach,
  getBackend,
  mean,
  mul,
  type Parameter,
  parameter,
  reciprocal,
  reshape,
  rsqrt,
  sub,
  type Tensor,
  tidy,
  trainingGenerator,
  variance,
} from '@ostinato/tensor';
import { channelAffine } from './channel-affine.ts';
import { checkBoolean } from './check-layer.ts';
import { checkTensor } from './check-tensor.ts';
import { constantInitializer } from './basic-initializers.ts';
import { standardize } from './standardize.ts';

/** Options of `BatchNorm1d`. */
export interface BatchNorm1dOptions {
  /** Size of axis 1 of the input. */
  readonly numFeatures: number;
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** The share of a new batch in the running statistics; `null` averages all batches. Default 0.1. */
  readonly momentum?: number | null;
  /** Whether there are a weight and a bias. Default `true`. */
  readonly affine?: boolean;
  /** Whether running statistics are kept; without them every batch is normalized by its own. Default `true`. */
  readonly trackRunningStats?: boolean;
}

type Floats = Tensor<'float32'>;

/**
 * Normalizes each feature over batch and steps, `[batch, features]` or `[batch, features, steps]`: inside `training` by the
 * batch's own statistics, which also update the running ones, outside by the running ones. Ioffe and Szegedy 2015.
 * State dict: `weight`, `bias`, `running_mean`, `running_var`, all `[numFeatures]`, and `num_batches_tracked`.
 */
export class BatchNorm1d {
  /** Factor of each feature, `[numFeatures]`, 1 at first; undefined without `affine`. */
  readonly weight: Parameter | undefined;
  /** Added to each feature, `[numFeatures]`, 0 at first; undefined without `affine`. */
  readonly bias: Parameter | undefined;
  /** `[numFeatures]`, 0 at first; undefined without `trackRunningStats`. */
  readonly runningMean: Buffer<'float32'> | undefined;
  /** `[numFeatures]`, 1 at first; undefined without `trackRunningStats`. */
  readonly runningVar: Buffer<'float32'> | undefined;
  /** How many batches the running statistics have seen, `[]`; undefined without `trackRunningStats`. */
  readonly numBatchesTracked: Buffer<'int32'> | undefined;
  readonly #features: number;
  readonly #eps: number;
  readonly #momentum: number | null;

  /** @throws ArgumentError */
  constructor(options: BatchNorm1dOptions) {
    checkOptions(
      'BatchNorm1d',
      options,
      ['numFeatures', 'eps', 'momentum', 'affine', 'trackRunningStats'],
      ['momentum'],
    );
    const { numFeatures, eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.#features = checkInteger('BatchNorm1d', 'numFeatures', numFeatures, { min: 1 });
    this.#eps = checkNumber('BatchNorm1d', 'eps', eps, { min: 0 });
    this.#momentum = momentum === null ? null : checkNumber('BatchNorm1d', 'momentum', momentum, { min: 0, max: 1 });
    checkBoolean('BatchNorm1d', 'affine', affine);
    checkBoolean('BatchNorm1d', 'trackRunningStats', trackRunningStats);
    this.weight = affine ? parameter(constantInitializer(1)([numFeatures])) : undefined;
    this.bias = affine ? parameter(constantInitializer(0)([numFeatures])) : undefined;
    if (!trackRunningStats) return;
    this.runningMean = new Buffer(getBackend(), [numFeatures], 'float32', () => new Float32Array(numFeatures));
    this.runningVar = new Buffer(getBackend(), [numFeatures], 'float32', () => new Float32Array(numFeatures).fill(1));
    this.numBatchesTracked = new Buffer(getBackend(), [], 'int32', () => new Int32Array(1));
  }

  /**
   * `[batch, numFeatures]` or `[batch, numFeatures, steps]` to the same shape; training updates the running statistics.
   * @throws ShapeError when the second axis is not `numFeatures`, or in training when a feature has a single value
   */
  forward(x: Floats): Floats {
    checkTensor('BatchNorm1d', 'x', x);
    if ((x.rank !== 2 && x.rank !== 3) || x.shape[1] !== this.#features) {
      throw new ShapeError(
        `BatchNorm1d: expected input [batch, ${this.#features}] or [batch, ${this.#features}, steps], got [${x.shape}].`,
      );
    }
    const training = trainingGenerator() !== undefined;
    if (training && x.size / this.#features < 2) {
      throw new ShapeError(`BatchNorm1d: training needs more than one value for each feature, got [${x.shape}].`);
    }
    const axes = x.rank === 2 ? [0] : [0, 2];
    return tidy(() => {
      if (training) this.#track(detach(x), axes);
      const normal =
        training || this.runningMean === undefined ? standardize(x, axes, this.#eps) : this.#normalizeByRunning(x);
      return channelAffine(normal, this.weight, this.bias);
    });
  }

  #normalizeByRunning(x: Floats): Floats {
    const perFeature = x.rank === 2 ? [this.#features] : [this.#features, 1];
    const scale = rsqrt(add(this.runningVar!, this.#eps));
    return mul(sub(x, reshape(this.runningMean!, perFeature)), reshape(scale, perFeature));
  }

  /** Moves the running statistics toward the batch's; the variance kept is the unbiased one, as in torch. */
  #track(x: Floats, axes: readonly number[]): void {
    const { runningMean, runningVar, numBatchesTracked } = this;
    if (runningMean === undefined || runningVar === undefined || numBatchesTracked === undefined) return;
    const [batchMean, batchVariance] = [mean(x, axes), variance(x, axes)];
    const count = add(numBatchesTracked, 1);
    const share = this.#momentum ?? reciprocal(cast(count, 'float32'));
    numBatchesTracked.assign(count);
    runningMean.assign(add(runningMean, mul(sub(batchMean, runningMean), share)));
    runningVar.assign(add(runningVar, mul(sub(batchVariance, runningVar), share)));
  }
}
