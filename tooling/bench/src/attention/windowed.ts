import { writeFileSync } from 'node:fs';
import { and, attention, causal, window } from '@ostinato/attention';
import { sum, square, type Tensor, tensor, tidy, valueAndGrad, withBackend } from '@ostinato/tensor';
import { uniformValues } from '../data/generator.ts';
import { makeBackend } from '../run/make-backend.ts';
import { median } from '../statistics.ts';

type Floats = Tensor<'float32'>;

const shape = { heads: 4, features: 32, size: 256 } as const;
const lengths = [4096, 8192, 16_384, 32_768] as const;

/** What a window over so many steps costs. */
interface WindowCost {
  readonly steps: number;
  /** Most bytes in use, beside queries, keys and values. */
  readonly forwardBytes: number;
  readonly gradientBytes: number;
  readonly forwardMs: number;
  readonly gradientMs: number;
}

/** Memory and time of causal attention through a window, by length: both grow with the steps where nothing holds a score for each pair. */
export async function windowed(json: string | undefined, print: (line: string) => void): Promise<void> {
  const { heads, features, size } = shape;
  const costs: WindowCost[] = [];
  for (const steps of lengths) costs.push(await costOf(steps));
  print(`window(${size}), causal, ${heads} heads of ${features} features, one thread`);
  for (const { steps, forwardBytes, gradientBytes, forwardMs, gradientMs } of costs) {
    const of = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB, ${(bytes / steps).toFixed(0)} bytes a step`;
    print(
      `${steps} steps: forward ${of(forwardBytes)}, ${forwardMs.toFixed(0)} ms; with gradients ${of(gradientBytes)}, ${gradientMs.toFixed(0)} ms`,
    );
  }
  print(`all scores of the longest would be ${((4 * heads * 32_768 ** 2) / 1e9).toFixed(0)} GB`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ ...shape, costs }, null, 2)}\n`);
}

/** One length on a backend of its own, so that its peak is nobody else's. */
async function costOf(steps: number): Promise<WindowCost> {
  const { heads, features, size } = shape;
  const backend = await makeBackend({ backend: 'wasm', threads: 1 });
  const mask = and(causal(), window(size));
  const attend = (q: Floats, k: Floats, v: Floats) => attention(q, k, v, { mask }).context;
  const measure = (run: (operands: [Floats, Floats, Floats]) => void) =>
    withBackend(backend, () =>
      tidy(() => {
        const drawn = [1, 2, 3].map((seed) =>
          tensor(uniformValues(heads * steps * features, seed), [1, heads, steps, features]),
        ) as [Floats, Floats, Floats];
        const { bytes } = backend.memory();
        const times = Array.from({ length: 3 }, () => {
          const began = performance.now();
          tidy(() => run(drawn));
          return performance.now() - began;
        });
        return { bytes: backend.memory().peakBytes - bytes, ms: median(times) };
      }),
    );
  const forward = measure((operands) => void attend(...operands));
  const gradient = measure((operands) => void valueAndGrad(operands, () => sum(square(attend(...operands)))));
  backend.dispose();
  return {
    steps,
    forwardBytes: forward.bytes,
    gradientBytes: gradient.bytes,
    forwardMs: forward.ms,
    gradientMs: gradient.ms,
  };
}
