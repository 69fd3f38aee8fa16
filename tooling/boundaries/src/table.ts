/** What a package may import: `imports` for everything, `types` for `import type` only. */
export interface Arrows {
  readonly layer: number;
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

/** Errors, dtypes and the generator: every package may import them, so the rows below do not say so. */
export const everyone: readonly string[] = ['base'];

/**
 * The arrows between published packages, by folder name. A row points only at rows above it. Tests are freer: they
 * may use any package that their package.json declares, as long as no cycle of packages comes of it.
 *
 * A later family (memory-augmented, continuous-time, state-space, spiking...) is a row of its own in layer 5 and may
 * import cells, attention, sequence, nn and tensor.
 */
export const table: Readonly<Record<string, Arrows>> = {
  base: { layer: 0, imports: [] },
  backend: { layer: 0, imports: [] },

  program: { layer: 1, imports: ['backend'] },
  'backend-js': { layer: 1, imports: ['backend'] },
  'backend-wasm': { layer: 1, imports: ['backend'] },
  safetensors: { layer: 1, imports: [] },

  tensor: { layer: 2, imports: ['program', 'backend'] },

  nn: { layer: 3, imports: ['tensor'] },
  sequence: { layer: 3, imports: ['tensor'] },
  'backend-tfjs': { layer: 3, imports: ['tensor', 'backend'] },
  'backend-testkit': { layer: 3, imports: ['tensor', 'backend'] },
  data: { layer: 3, imports: [] },
  text: { layer: 3, imports: ['data'] },
  signal: { layer: 3, imports: ['data'] },
  metrics: { layer: 3, imports: [] },

  cells: { layer: 4, imports: ['sequence', 'nn', 'tensor'] },
  attention: { layer: 4, imports: ['sequence', 'nn', 'tensor'] },
  train: { layer: 4, imports: ['nn', 'tensor', 'safetensors'], types: ['data', 'metrics'] },
  decoding: { layer: 4, imports: ['sequence', 'nn', 'tensor'] },
  datasets: { layer: 4, imports: ['data', 'text', 'signal'] },

  seq2seq: { layer: 5, imports: ['decoding', 'attention', 'cells', 'sequence', 'nn', 'tensor'] },
  formats: { layer: 5, imports: ['safetensors', 'nn', 'cells', 'attention'] },
};

/** The friendly face: it, the apps and the tooling may import every published package. */
export const facade = 'ostinato';
