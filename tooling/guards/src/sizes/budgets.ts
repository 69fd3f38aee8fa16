/** Most kilobytes (1000 bytes) of a package's root entry, minified and compressed by gzip, other packages left out. */
export interface Budget {
  readonly kB: number;
  /** What was set before the code was written, if anything was. This does not change. */
  readonly planned?: number;
  /** Why it is more than was planned, or how it was chosen where nothing was. */
  readonly reason?: string;
}

/** By folder, a row for every package. One above its plan, or without one, says why. */
export const budgets: Readonly<Record<string, Budget>> = {
  base: { kB: 3, planned: 3 },
  backend: { kB: 4, planned: 4 },
  'backend-js': { kB: 14, planned: 14 },
  tensor: {
    kB: 30,
    planned: 24,
    reason: 'with recording and replay of scans; a fifth above its size in November 2026',
  },
  nn: { kB: 12, planned: 12 },
  cells: {
    kB: 14,
    planned: 10,
    reason:
      'two dozen cells, twelve wrappers and gradient flow, of which a bundle takes what it names; a sixth above its size in November 2026',
  },
  data: { kB: 8, planned: 8 },
  train: { kB: 14, planned: 14 },
  safetensors: {
    kB: 5.5,
    planned: 3,
    reason:
      'hostile headers: a strict JSON reader (duplicate keys, whole numbers, depth) and typed errors are half of it, half-precision floats a tenth',
  },
  sequence: {
    kB: 8,
    reason:
      'a quarter above its size with packing, pooling, hierarchies and shapes of problems, 6.4 kB; each is dropped where it is not used',
  },
  decoding: { kB: 2.5, reason: 'a quarter above its size in November 2026, 2.0 kB' },
  'backend-wasm': {
    kB: 130,
    reason:
      'four binaries of some 26 kB each, of which a program downloads one; a fifth above its size in November 2026',
  },
  ostinato: { kB: 0.5, reason: 'names of the others and `ready`' },
  'backend-tfjs': { kB: 12, reason: 'a quarter above its size in November 2026' },
  attention: {
    kB: 22,
    reason: 'some forty small pieces, of which a bundle takes what it names; a quarter above its size in November 2026',
  },
  program: {
    kB: 21,
    reason:
      'recording, passes and replay of loops, and lists of calls for compile; a fifth above its size in November 2026',
  },
  'backend-testkit': {
    kB: 20,
    reason: 'with the steps of the recording laws and what compiled functions are held to, 17.1 kB; only tests load it',
  },
};
