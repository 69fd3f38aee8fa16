import { LSTM, LSTMCell, type LSTMState } from '@ostinato/cells';
import { mse } from '@ostinato/nn';
import {
  type Backend,
  explain,
  scan,
  setBackend,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrad,
  withBackend,
} from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';
import { uniformValues } from '../data/generator.ts';
import { makeBackend } from '../run/make-backend.ts';
import { median } from '../statistics.ts';

type Tensors = { x: Tensor<'float32'>; y: Tensor<'float32'> };
type Sizes = { readonly B: number; readonly T: number; readonly I: number; readonly H: number };

/** A layer with an input and a target, and the time in milliseconds of one loss with its gradients. */
function lstmOf({ B, T, I, H }: Sizes) {
  const layer = new LSTM({ inputSize: I, hiddenSize: H });
  const x = tensor(uniformValues(B * T * I, 1), [B, T, I]);
  const y = tensor(uniformValues(B * T * H, 2), [B, T, H]);
  const gradients = (lengths?: readonly number[]): void =>
    tidy(() => {
      valueAndGrad(layer, () => mse(layer.forward(x, lengths && { lengths }).output, y));
    });
  const time = (lengths?: readonly number[]): number => {
    const began = performance.now();
    gradients(lengths);
    return performance.now() - began;
  };
  return { layer, gradients, time };
}

/** What recording costs, what padding costs, and the memory of a training step: what programs promise beside speed. */
export async function programs(print: (line: string) => void): Promise<void> {
  const backend = await makeBackend({ backend: 'wasm', threads: 1 });
  setBackend(backend);
  recording(print);
  padding(print);
  backend.dispose();
  await memory(await makeBackend({ backend: 'wasm', threads: 1 }), print);
  await lowMemory(print);
}

/** The first call of fresh layers less the second one, for several numbers of steps; the first layer warms up. */
function recording(print: (line: string) => void): void {
  for (const T of [64, 4, 64, 256]) {
    const costs = Array.from({ length: 7 }, () => {
      const { time } = lstmOf({ B: 32, T, I: 64, H: 128 });
      const first = time();
      return first - Math.min(time(), time());
    });
    print(
      `recording A2's layer with its gradients, ${T} steps: median ${median(costs).toFixed(1)} ms, first ${costs[0]!.toFixed(1)}`,
    );
  }
}

/** Lengths from short to long, half of the steps on average. */
function padding(print: (line: string) => void): void {
  const { B, T } = { B: 32, T: 64 };
  const { gradients, time } = lstmOf({ B, T, I: 64, H: 128 });
  const lengths = Array.from({ length: B }, (_, i) => Math.round((T * (i + 0.5)) / B));
  const times = { full: [] as number[], half: [] as number[] };
  for (let i = 0; i < 30; i++) {
    times.full.push(time());
    times.half.push(time(lengths));
  }
  const ratio = median(times.half.slice(5)) / median(times.full.slice(5));
  print(
    `lengths that average T/2: ${ratio.toFixed(3)} of the full time (${median(times.half).toFixed(1)} of ${median(times.full).toFixed(1)} ms)`,
  );
  print(`  full:   ${explain(() => gradients()).split('\n')[1]}`);
  print(`  ragged: ${explain(() => gradients(lengths)).split('\n')[1]}`);
}

/** The most bytes that training A4 holds, beside 1.5 x 4 (B T (8 H + I) + 4 parameters). */
async function memory(backend: Backend, print: (line: string) => void): Promise<void> {
  setBackend(backend);
  const { B, T, I, H } = { B: 64, T: 100, I: 128, H: 512 };
  const layer = new LSTM({ inputSize: I, hiddenSize: H });
  const step = trainStep(layer, adam({ learningRate: 1e-3 }), ({ x, y }: Tensors) => mse(layer.forward(x).output, y));
  const batch = {
    x: { data: uniformValues(B * T * I, 1), shape: [B, T, I], dtype: 'float32' },
    y: { data: uniformValues(B * T * H, 2), shape: [B, T, H], dtype: 'float32' },
  } as const;
  await step(batch);
  await step(batch);
  const bar = 1.5 * 4 * (B * T * (8 * H + I) + 4 * (4 * H * (I + H) + 8 * H));
  const { peakBytes } = backend.memory();
  print(
    `peak of A4's training: ${(peakBytes / 1e6).toFixed(1)} MB, ${(peakBytes / bar).toFixed(3)} of ${(bar / 1e6).toFixed(1)} MB`,
  );
}

/** A loss on the last state after 1,000 steps: the most bytes in use beside inputs and parameters, and the time, with `memory: 'low'` and without. */
async function lowMemory(print: (line: string) => void): Promise<void> {
  const [B, T, I, H] = [16, 1000, 32, 128];
  const found = { high: { times: [] as number[], bytes: 0 }, low: { times: [] as number[], bytes: 0 } };
  const kinds = ['high', 'low'] as const;
  const runs = await Promise.all(
    kinds.map(async (memory) => {
      const backend = await makeBackend({ backend: 'wasm', threads: 1 });
      return withBackend(backend, () => {
        const cell = new LSTMCell({ inputSize: I, hiddenSize: H });
        const step = (x: Tensor<'float32'>, state: LSTMState) => ({ state: cell.step(x, state).state, output: {} });
        const xs = tensor(uniformValues(T * B * I, 1), [T, B, I]);
        const init = cell.initialState(B);
        const loss = () => sum(square(scan(step, init, xs, { memory }).state.h));
        return { memory, backend, run: () => tidy(() => void valueAndGrad(cell, loss)) };
      });
    }),
  );
  for (const { memory, backend, run } of runs) {
    withBackend(backend, run); // takes parameters
    const { bytes } = backend.memory();
    withBackend(backend, run);
    found[memory].bytes = backend.memory().peakBytes - bytes;
  }
  for (let i = 0; i < 12; i++) {
    for (const { memory, backend, run } of runs) {
      const began = performance.now();
      withBackend(backend, run);
      found[memory].times.push(performance.now() - began);
    }
  }
  for (const { backend } of runs) backend.dispose();
  const { high, low } = found;
  const times = `${(median(low.times) / median(high.times)).toFixed(3)} (best ${(Math.min(...low.times) / Math.min(...high.times)).toFixed(3)})`;
  print(
    `memory 'low', 1,000 steps: ${(low.bytes / 1e6).toFixed(1)} of ${(high.bytes / 1e6).toFixed(1)} MB, ${(low.bytes / high.bytes).toFixed(3)}; ${times} of the time`,
  );
}
