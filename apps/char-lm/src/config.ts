/** Sizes and lengths of a run. */
export interface Config {
  readonly embeddingDim: number;
  readonly hiddenSize: number;
  /** Parallel streams of text. */
  readonly batch: number;
  /** Characters of each stream in a training step: gradients reach this far, the state goes on. */
  readonly window: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Largest gradient norm. */
  readonly clipNorm: number;
}

/** The default run of each backend: 30 to 60 seconds of training on two cores. */
export const defaults = {
  wasm: { embeddingDim: 32, hiddenSize: 192, batch: 32, window: 16, steps: 1500, learningRate: 0.012, clipNorm: 0.5 },
  js: { embeddingDim: 32, hiddenSize: 64, batch: 32, window: 16, steps: 600, learningRate: 0.024, clipNorm: 0.5 },
} satisfies Record<string, Config>;

/** `npm start -- --long`: ten minutes instead. */
export const longRuns = {
  wasm: { embeddingDim: 32, hiddenSize: 256, batch: 32, window: 16, steps: 12_000, learningRate: 0.01, clipNorm: 0.5 },
  js: { embeddingDim: 32, hiddenSize: 128, batch: 32, window: 16, steps: 3000, learningRate: 0.012, clipNorm: 0.5 },
} satisfies Record<keyof typeof defaults, Config>;
