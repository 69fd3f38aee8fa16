import type { Module, Tensor } from '@ostinato/tensor';
import {
  adam,
  type BatchOf,
  type BatchTensors,
  cosineSchedule,
  fit,
  followSchedule,
  type Optimizer,
  trainStep,
} from '@ostinato/train';

/** How a model is trained. */
export interface Training {
  readonly steps: number;
  /** The highest learning rate. */
  readonly peak: number;
  /** The rate at the end of a cosine. Default: `peak`, all the way. */
  readonly floor?: number;
  /** Steps over which the rate rises. Default 0. */
  readonly warmup?: number;
  /** Largest norm of the gradients; undefined for no clipping. */
  readonly clipNorm?: number | undefined;
}

/** What is done along the way. */
export interface Along {
  /** What changes the weights. Default Adam. */
  readonly optimizer?: Optimizer;
  /** Called after every step with its loss and the norm of its gradients, before they were clipped. */
  readonly onStep?: (step: number, loss: number, norm: number) => void;
}

/** Trains a model on batches and gives the seconds it took. The model is the caller's; all else is freed. */
export async function train<T extends BatchTensors>(
  model: Module,
  loss: (tensors: T) => Tensor<'float32'>,
  batches: Iterable<BatchOf<T>>,
  { steps, peak, floor = peak, warmup = 0, clipNorm }: Training,
  { optimizer = adam({ learningRate: peak }), onStep }: Along = {},
): Promise<number> {
  const step = trainStep(model, optimizer, loss, { ...(clipNorm && { clipNorm }), compile: true });
  const schedule = cosineSchedule({ peak, floor, warmup: Math.min(warmup, steps >> 1), steps });
  const start = performance.now();
  try {
    await fit(step, batches, {
      steps,
      callbacks: [followSchedule(optimizer, schedule)],
      onEvent: (event) => {
        if (event.type === 'step') onStep?.(event.step, event.loss, step.gradientNorm);
      },
    });
    return (performance.now() - start) / 1000;
  } finally {
    step.dispose();
    optimizer.dispose();
  }
}
