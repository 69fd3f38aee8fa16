import type { Backend } from '@ostinato/backend';
import {
  add,
  bernoulli,
  cast,
  erf,
  logSoftmax,
  mean,
  mul,
  normal,
  RandomGenerator,
  rsqrt,
  square,
  sub,
  sum,
  tanh,
  takeAlongAxis,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  where,
  withBackend,
} from '@ostinato/tensor';
import { fusedCrossEntropy, fusedDropout, fusedGelu, fusedLayerNorm } from '@ostinato/tensor/fused';
import { compare } from './compare.ts';
import { readAll } from './samples.ts';

type Floats = Tensor<'float32'>;

/** An op by one kernel, if the backend has it, and by others. */
interface Pair {
  /** Float operands, which are differentiated. */
  readonly operands: (shape: readonly [rows: number, cols: number]) => Floats[];
  readonly fused: (operands: readonly Floats[]) => Floats | undefined;
  readonly composed: (operands: readonly Floats[]) => Floats;
  /** Whether they agree to the bit. */
  readonly exact?: boolean;
}

const draws = (seed: number): RandomGenerator => new RandomGenerator(seed);

const layerNorm: Pair = {
  operands: ([rows, cols]) => [
    normal([rows, cols], { generator: draws(1) }),
    ...[2, 3].map((seed) => normal([cols], { generator: draws(seed) })),
  ],
  fused: ([x, weight, bias]) => fusedLayerNorm(x!, weight!, bias!, 1e-5),
  composed: ([x, weight, bias]) => {
    const centered = sub(x!, mean(x!, -1, { keepDims: true }));
    const rstd = rsqrt(add(mean(square(centered), -1, { keepDims: true }), 1e-5));
    return add(mul(mul(centered, rstd), weight!), bias!);
  },
};

const [ignored, smoothing] = [-7, 0.25];

/** Every fourth target does not count. */
function targets({ shape: [rows, cols] }: Floats): Int32Array {
  return Int32Array.from({ length: rows! }, (_, i) => (i % 4 === 3 ? ignored : (5 * i) % cols!));
}

const crossEntropy: Pair = {
  operands: (shape) => [mul(normal(shape, { generator: draws(4) }), 10)],
  fused: ([x]) => {
    const refuse = (at: number) => new Error(`target ${at} was refused`);
    return fusedCrossEntropy(x!, tensor(targets(x!), [x!.shape[0]!]), { ignoreIndex: ignored, smoothing, refuse });
  },
  composed: ([x]) => {
    const [ids, logP] = [targets(x!), logSoftmax(x!)];
    const picked = takeAlongAxis(
      logP,
      tensor(
        ids.map((id) => Math.max(id, 0)),
        [ids.length, 1],
      ),
    );
    const losses = add(mul(picked, smoothing - 1), mul(mean(logP, -1, { keepDims: true }), -smoothing));
    const counts = tensor(
      Uint8Array.from(ids, (id) => +(id !== ignored)),
      [ids.length, 1],
      { dtype: 'bool' },
    );
    return sum(where(counts, losses, 0), -1);
  },
};

const dropout: Pair = {
  operands: (shape) => [normal(shape, { generator: draws(5) })],
  fused: ([x]) => fusedDropout(x!, 0.7, draws(6)),
  composed: ([x]) => mul(x!, mul(cast(bernoulli(x!.shape, 0.7, { generator: draws(6) }), 'float32'), 1 / 0.7)),
  exact: true,
};

const cdf = (x: Floats): Floats => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
const tanhShare = (x: Floats): Floats =>
  mul(add(tanh(mul(add(x, mul(mul(square(x), x), 0.044715)), Math.sqrt(2 / Math.PI))), 1), 0.5);

const gelu = (approximate: 'none' | 'tanh', share: (x: Floats) => Floats): Pair => ({
  operands: (shape) => [mul(normal(shape, { generator: draws(7) }), 2)],
  fused: ([x]) => fusedGelu(x!, approximate),
  composed: ([x]) => mul(x!, share(x!)),
});

/** An op's value and the gradients of its operands, weighed by numbers of all sizes. */
function run(of: Pair['fused'], operands: readonly Floats[]): Tensor[] | undefined {
  let isLacking = false;
  const { gradients, aux } = valueAndGrad(operands, () => {
    const y = of(operands);
    isLacking = y === undefined;
    const value = y ?? tensor(0);
    return [sum(mul(value, normal(value.shape, { generator: draws(8) }))), value];
  });
  return isLacking ? undefined : [aux, ...gradients.map((gradient) => gradient!)];
}

async function check(backend: Backend, { operands, fused, composed, exact = false }: Pair): Promise<void> {
  for (const shape of [
    [1, 1],
    [3, 5],
    [9, 33],
    [40, 8],
  ] as const) {
    const both = withBackend(backend, () =>
      tidy(() => {
        const given = operands(shape);
        return [run(fused, given), run(composed, given)] as const;
      }),
    );
    if (both[0] === undefined) {
      both[1]?.forEach((tensor) => tensor.dispose());
      return;
    }
    const [mine, right] = [await readAll(both[0]), await readAll(both[1]!)];
    const allowed = exact ? 0 : backend.float === 'float64' ? 1e-12 : 1e-5 * backend.tolerance;
    right.forEach(({ data }, i) =>
      compare(`output or gradient ${i} of [${shape}]`, mine[i]!.data, data, allowed, allowed),
    );
  }
}

/** A fused op gives what its composition gives, and the same gradients. Backends that lack its kernels claim nothing. */
export const fusedLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'fused layer norm is its composition': (backend) => check(backend, layerNorm),
  'fused cross-entropy is its composition': (backend) => check(backend, crossEntropy),
  'fused dropout is its composition': (backend) => check(backend, dropout),
  'fused gelu is its composition': (backend) => check(backend, gelu('none', cdf)),
  'fused gelu by tanh is its composition': (backend) => check(backend, gelu('tanh', tanhShare)),
};
