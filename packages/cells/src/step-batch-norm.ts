import { ShapeError } from '@ostinato/base';
import { constantInitializer } from '@ostinato/nn';
import {
  add,
  Buffer,
  cast,
  clip,
  getBackend,
  indexSelect,
  mean,
  mul,
  type Parameter,
  parameter,
  reshape,
  round,
  rsqrt,
  sub,
  type Tensor,
  trainingGenerator,
  variance,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** Added to variances. */
const epsilon = 1e-5;

/**
 * Batch normalization of a value inside a recurrent step (Cooijmans et al. 2016), with statistics of their own for each of the first
 * `maxSteps` steps; later steps use the last ones. State dict: `weight [features]`, 0.1 at first; `running_mean` and `running_var
 * [maxSteps, features]`.
 */
export class StepBatchNorm {
  /** Factor of each feature, `[features]`. */
  readonly weight: Parameter;
  /** Averages by step, `[maxSteps, features]`, 0 at first. */
  readonly runningMean: Buffer<'float32'>;
  /** Variances by step, `[maxSteps, features]`, 1 at first. */
  readonly runningVar: Buffer<'float32'>;

  constructor(features: number, maxSteps: number) {
    this.weight = parameter(constantInitializer(0.1)([features]));
    const filled = (value: number) => () => new Float32Array(maxSteps * features).fill(value);
    this.runningMean = new Buffer(getBackend(), [maxSteps, features], 'float32', filled(0));
    this.runningVar = new Buffer(getBackend(), [maxSteps, features], 'float32', filled(1));
  }

  /** `[batch, features]` at the times `[batch, 1]`: inside `training` by the batch's own statistics, outside by the stored ones. */
  forward(x: Floats, time: Floats): Floats {
    if (trainingGenerator() !== undefined) return this.byBatch(x);
    const at = reshape(cast(clip(round(time), 0, this.runningMean.shape[0]! - 1), 'int32'), time.shape.slice(0, -1));
    return this.#normalize(x, indexSelect(this.runningMean, at), indexSelect(this.runningVar, at));
  }

  /** By the statistics of this batch. @throws ShapeError for a batch of one */
  byBatch(x: Floats): Floats {
    if (x.rank !== 2 || x.shape[0]! < 2)
      throw new ShapeError(`BatchNormLSTMCell: training needs a batch of at least 2 sequences, got [${x.shape}].`);
    return this.#normalize(x, mean(x, 0), variance(x, 0, { correction: 0 }));
  }

  #normalize(x: Floats, center: Floats, spread: Floats): Floats {
    return mul(mul(sub(x, center), rsqrt(add(spread, epsilon))), this.weight);
  }
}

/** Adds up the statistics of batches, and stores their average in the end. */
export class StatisticsOf {
  readonly #norm: StepBatchNorm;
  readonly #sums: Readonly<Record<'mean' | 'variance', Float64Array>>;
  readonly #counts: Int32Array;

  constructor(norm: StepBatchNorm) {
    this.#norm = norm;
    const { size, shape } = norm.runningMean;
    this.#sums = { mean: new Float64Array(size), variance: new Float64Array(size) };
    this.#counts = new Int32Array(shape[0]!);
  }

  /** Sees a batch at step `t`. Reads values back. */
  see(x: Floats, t: number): void {
    const [maxSteps, features] = this.#norm.runningMean.shape as [number, number];
    const at = Math.min(t, maxSteps - 1);
    for (const [name, value] of Object.entries({ mean: mean(x, 0), variance: variance(x, 0) })) {
      const sum = this.#sums[name as 'mean' | 'variance'];
      value.dataSync().forEach((one, i) => (sum[at * features + i]! += one));
    }
    this.#counts[at]! += 1;
  }

  /** Stores the averages; steps that were never seen get those of the last one that was. */
  store(): void {
    const [maxSteps, features] = this.#norm.runningMean.shape as [number, number];
    let last = 0;
    const from = Array.from({ length: maxSteps }, (_, t) => (this.#counts[t]! > 0 ? (last = t) : last));
    const averaged = (sums: Float64Array) =>
      Float64Array.from(sums, (_, i) => {
        const t = from[Math.floor(i / features)]!;
        return sums[t * features + (i % features)]! / this.#counts[t]!;
      });
    this.#norm.runningMean.assign(averaged(this.#sums.mean));
    this.#norm.runningVar.assign(averaged(this.#sums.variance));
  }
}
