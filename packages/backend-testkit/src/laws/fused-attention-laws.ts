import type { Backend } from '@ostinato/backend';
import {
  add,
  arange,
  greaterEqual,
  lessEqual,
  logicalAnd,
  matmul,
  mul,
  normal,
  permute,
  RandomGenerator,
  repeatInterleave,
  reshape,
  softmax,
  stack,
  sum,
  sub,
  tensor,
  type Tensor,
  tidy,
  valueAndGrad,
  where,
  withBackend,
} from '@ostinato/tensor';
import { fusedAttention, type FusedAttentionOptions, fusedSelfAttention } from '@ostinato/tensor/fused';
import { compare } from './compare.ts';
import { readAll } from './samples.ts';

type Floats = Tensor<'float32'>;

/** Sizes of an attention, and what each query sees. */
interface Case extends Partial<FusedAttentionOptions> {
  readonly batch: number;
  readonly heads: number;
  readonly groups?: number;
  readonly queries: number;
  readonly keys: number;
  /** The shape of a bias, if there is one. */
  readonly biased?: readonly number[];
}

const cases: readonly Case[] = [
  { batch: 2, heads: 3, queries: 5, keys: 7 },
  { batch: 3, heads: 2, queries: 9, keys: 9, ahead: 0 },
  { batch: 1, heads: 2, queries: 3, keys: 40, ahead: 0, offset: 37 },
  { batch: 2, heads: 4, groups: 2, queries: 6, keys: 6, ahead: 0, biased: [2, 1, 1, 6] },
  { batch: 2, heads: 2, queries: 4, keys: 5, biased: [1, 2, 4, 5] },
  { batch: 2, heads: 2, queries: 70, keys: 70, behind: 3, ahead: 0 },
  { batch: 1, heads: 2, queries: 67, keys: 80, behind: 5, ahead: 4, offset: 9, biased: [1, 1, 1, 80] },
  { batch: 1, heads: 4, groups: 1, queries: 65, keys: 65, behind: 2, biased: [1, 4, 65, 65] },
];

const optionsOf = ({ behind = Infinity, ahead = Infinity, offset = 0 }: Case) =>
  ({ scale: 0.3, behind, ahead, offset }) as const;

/** The same in single steps, with all scores at once. */
function composed(one: Case, [q, k, v]: readonly Floats[], bias: Floats | undefined): Floats {
  const { scale, behind, ahead, offset } = optionsOf(one);
  const { heads, groups = heads, queries, keys } = one;
  const byHead = (x: Floats, times: number) => permute(times === 1 ? x : repeatInterleave(x, times, 2), [0, 2, 1, 3]);
  const scores = mul(matmul(byHead(q!, 1), byHead(k!, heads / groups), { transposeB: true }), scale);
  const apart = sub(arange(keys), add(reshape(arange(queries), [queries, 1]), offset));
  const seen = logicalAnd(greaterEqual(apart, -Math.min(behind, 1e6)), lessEqual(apart, Math.min(ahead, 1e6)));
  const p = softmax(where(seen, bias ? add(scores, bias) : scores, -1e30));
  return permute(matmul(p, byHead(v!, heads / groups)), [0, 2, 1, 3]);
}

type Attend = (operands: readonly Floats[], bias: Floats | undefined) => Floats | undefined;

/** Value and gradients, or `undefined` where there is no kernel. */
function run(attend: Attend, operands: readonly Floats[], bias: Floats | undefined): Tensor[] | undefined {
  let isLacking = false;
  const { gradients, aux } = valueAndGrad(operands, () => {
    const y = attend(operands, bias);
    isLacking = y === undefined;
    const value = y ?? tensor(0);
    return [sum(mul(value, normal(value.shape, { generator: new RandomGenerator(8) }))), value];
  });
  return isLacking ? undefined : [aux, ...gradients.map((gradient) => gradient!)];
}

async function check(backend: Backend, one: Case): Promise<void> {
  const both = withBackend(backend, () =>
    tidy(() => {
      const { batch, heads, groups = heads, queries, keys, biased } = one;
      const draw = (seed: number, shape: readonly number[]) => normal(shape, { generator: new RandomGenerator(seed) });
      const operands = [
        draw(1, [batch, queries, heads, 4]),
        draw(2, [batch, keys, groups, 4]),
        draw(3, [batch, keys, groups, 5]),
      ];
      const bias = biased && draw(4, biased);
      const fused: Attend = ([q, k, v]) =>
        tidy(() => fusedAttention(q!, k!, v!, { ...optionsOf(one), ...(bias && { bias: mul(bias, 1) }) })); // the bias dies before the way back
      return [run(fused, operands, bias), run((x, b) => composed(one, x, b), operands, bias)] as const;
    }),
  );
  await same(backend, JSON.stringify(one), both);
}

/** One operand for all three, and the gradient of it. */
async function checkSelf(backend: Backend): Promise<void> {
  const both = withBackend(backend, () =>
    tidy(() => {
      const parts = [5, 6, 7].map((seed) => normal([2, 6, 3, 4], { generator: new RandomGenerator(seed) }));
      const one: Case = { batch: 2, heads: 3, queries: 6, keys: 6, ahead: 0 };
      const side =
        (x: readonly Floats[]): Attend =>
        () =>
          fusedSelfAttention(x[0]!, optionsOf(one));
      const qkv = [stack(parts, 2)];
      const mine = run(side(qkv), qkv, undefined);
      const [value, ...slopes] = run((x) => composed(one, x, undefined), parts, undefined) as Floats[];
      return [mine, [value!, stack(slopes, 2)]] as [Tensor[] | undefined, Tensor[]];
    }),
  );
  await same(backend, 'side by side', both);
}

async function same(
  backend: Backend,
  what: string,
  [mine, right]: readonly [Tensor[] | undefined, Tensor[] | undefined],
) {
  if (mine === undefined) {
    right?.forEach((each) => each.dispose());
    return;
  }
  const [got, wanted] = [await readAll(mine), await readAll(right!)];
  const allowed = backend.float === 'float64' ? 1e-12 : 1e-5 * backend.tolerance;
  wanted.forEach(({ data }, i) => compare(`${what}: output or gradient ${i}`, got[i]!.data, data, allowed, allowed));
}

/** Attention by its kernels gives what single ops give: with masks, bands, biases and groups of heads. */
export const fusedAttentionLaws: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  'fused attention is its composition': async (backend) => {
    for (const one of cases) await check(backend, one);
    await checkSelf(backend);
  },
};
