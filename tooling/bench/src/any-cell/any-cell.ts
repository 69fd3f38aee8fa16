import { type Cell, LSTM, LSTMCell, type LSTMState } from '@ostinato/cells';
import { mse } from '@ostinato/nn';
import { permute, scan, setBackend, type Tensor } from '@ostinato/tensor';
import { adam, trainStep } from '@ostinato/train';
import { uniformValues } from '../data/generator.ts';
import { makeBackend } from '../run/make-backend.ts';
import { median } from '../statistics.ts';
import { ConcatProduct, EightLinears, FusedProducts, MadeUp, Reordered } from './cells.ts';

type Tensors = { x: Tensor<'float32'>; y: Tensor<'float32'> };
type Sizes = { readonly B: number; readonly T: number; readonly I: number; readonly H: number };

const workloads: Readonly<Record<string, Sizes>> = {
  A2: { B: 32, T: 64, I: 64, H: 128 },
  A3: { B: 32, T: 128, I: 128, H: 256 },
};

const cells: Readonly<Record<string, (input: number, hidden: number) => Cell<LSTMState>>> = {
  'LSTMCell, looped by scan': (inputSize, hiddenSize) => new LSTMCell({ inputSize, hiddenSize }),
  'eight Linears': (input, hidden) => new EightLinears(input, hidden),
  'one product, split': (input, hidden) => new FusedProducts(input, hidden),
  'product of concat([x, h])': (input, hidden) => new ConcatProduct(input, hidden),
  'built-in, ops reordered and split': (inputSize, hiddenSize) => new Reordered({ inputSize, hiddenSize }),
  'three gates, layer norm, residual': (input, hidden) => new MadeUp(input, hidden),
};

/** A training step of a layer around a cell, written as a user would. */
function trainer(cell: Cell<LSTMState> | undefined, { B, T, I, H }: Sizes): () => Promise<number> {
  const layer = new LSTM({ inputSize: I, hiddenSize: H });
  const model = cell ?? layer;
  const step = cell?.step.bind(cell);
  const batchMajor = [1, 0, 2];
  const forward = (x: Tensor<'float32'>): Tensor<'float32'> => {
    if (cell === undefined || step === undefined) return layer.forward(x).output;
    return permute(scan(step, cell.initialState(B), permute(x, batchMajor)).outputs, batchMajor);
  };
  const run = trainStep(model, adam({ learningRate: 1e-3 }), ({ x, y }: Tensors) => mse(forward(x), y));
  const batch = {
    x: { data: uniformValues(B * T * I, 1), shape: [B, T, I], dtype: 'float32' },
    y: { data: uniformValues(B * T * H, 2), shape: [B, T, H], dtype: 'float32' },
  } as const;
  return () => run(batch);
}

/** Times cells that know nothing of programs beside the built-in LSTM layer, in turns, and prints the ratios of medians. */
export async function runAnyCell(ids: readonly string[], rounds: number, print: (line: string) => void): Promise<void> {
  setBackend(await makeBackend({ backend: 'wasm', threads: 1 }));
  for (const id of ids.length > 0 ? ids : Object.keys(workloads)) {
    const sizes = workloads[id];
    if (sizes === undefined) throw new Error(`No workload ${id}; there are ${Object.keys(workloads).join(', ')}.`);
    const runs = [
      ['LSTM layer', trainer(undefined, sizes)] as const,
      ...Object.entries(cells).map(([name, make]) => [name, trainer(make(sizes.I, sizes.H), sizes)] as const),
    ];
    const times = new Map(runs.map(([name]) => [name, [] as number[]]));
    for (let round = -1; round < rounds; round++) {
      for (const [name, run] of runs) {
        for (let i = 0; i < (round < 0 ? 5 : 3); i++) {
          const began = performance.now();
          await run();
          if (round >= 0) times.get(name)!.push(performance.now() - began);
        }
      }
    }
    const base = median(times.get('LSTM layer')!);
    for (const [name, list] of times) {
      const own = median(list);
      print(
        `${id}  ${name.padEnd(36)} ${own.toFixed(1).padStart(7)} ms (best ${Math.min(...list).toFixed(1)})  ${(base / own).toFixed(2)}x`,
      );
    }
  }
}
