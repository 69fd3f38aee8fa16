import { differentiable } from '../tape.ts';
import { runtime } from '../runtime.ts';
import { backendOf, makeTensor } from '../ops/make.ts';
import { reshape } from '../ops/reshape.ts';
import { sum } from '../ops/sum.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { type AttentionPlan, attentionPlan, type HeadSteps, lies } from './attention-plan.ts';
import { attendBackward, attendForward, type Operands } from './attention-runs.ts';
import { isFirstOrder } from './is-first-order.ts';

type Floats = Tensor<'float32'>;

/** Options of `fusedAttention`. */
export interface FusedAttentionOptions {
  /** Factor of the products of queries and keys. */
  readonly scale: number;
  /** How many keys before its own place a query sees; Infinity for all. */
  readonly behind: number;
  /** How many keys after its own place a query sees; Infinity for all. */
  readonly ahead: number;
  /** The place of the first query among the keys. */
  readonly offset: number;
  /** Added to the scores, `[batch, heads, queries, keys]` with any of them 1; it gets no gradient. Default: none. */
  readonly bias?: Floats;
}

/**
 * `softmax(scale q k + bias) v` of `q [batch, queries, heads, inner]`, `k [batch, keys, groups, inner]` and
 * `v [batch, keys, groups, cols]`, where heads are a multiple of groups: `[batch, queries, heads, cols]`. A query that sees no key
 * gets zeros. Scores exist for a few rows at a time; with a finite `behind`, memory and work grow with queries, not with queries x keys.
 * @throws BackendError
 */
export function fusedAttention(q: Floats, k: Floats, v: Floats, options: FusedAttentionOptions): Floats | undefined {
  if (!isRunnable([q, k, v], options.bias)) return undefined;
  const [batch, queries, heads, inner] = q.shape as HeadSteps;
  const [, keys, groups] = k.shape as HeadSteps;
  if (options.behind !== Infinity && options.offset + queries > keys) return undefined; // a band that leaves the keys
  const cols = v.shape[3]!;
  const plan = attentionPlan(q.backend, { batch, heads, groups, queries, keys, inner, cols }, options);
  return tidy(() => {
    const out = makeTensor(q.backend, [batch, queries, heads, cols], 'float32');
    const lse = attendForward(plan, each([q, k, v]), lies(out));
    const saved = [q, k, v, lse, ...biasIn(options)] as const;
    return differentiable('attention', [q, k, v], out, saved, rules(plan, [q, k, v]));
  });
}

/**
 * The same for `q`, `k` and `v` that lie side by side, `[batch, steps, 3, heads, inner]`, as one product gives them: nothing is
 * cut apart, forward or back.
 * @throws BackendError
 */
export function fusedSelfAttention(qkv: Floats, options: FusedAttentionOptions): Floats | undefined {
  if (!isRunnable([qkv], options.bias)) return undefined;
  const [batch, steps, , heads, inner] = qkv.shape as [number, number, number, number, number];
  const sizes = { batch, heads, groups: heads, queries: steps, keys: steps, inner, cols: inner };
  const plan = attentionPlan(qkv.backend, sizes, options);
  return tidy(() => {
    const out = makeTensor(qkv.backend, [batch, steps, heads, inner], 'float32');
    const lse = attendForward(plan, thirds(qkv), lies(out));
    return differentiable(
      'attention',
      [qkv],
      out,
      [qkv, lse, ...biasIn(options)],
      [
        (g, [x, sums, bias]) => {
          const slope = makeTensor(x.backend, x.shape, 'float32');
          attendBackward(withBias(plan, bias), thirds(x), sums, lies(g), thirds(slope));
          return slope;
        },
      ],
    );
  });
}

const biasIn = ({ bias }: FusedAttentionOptions): Floats[] => (bias === undefined ? [] : [bias]);

/** The plan with the bias that was saved: the caller's may be gone. */
const withBias = (plan: AttentionPlan, bias: Floats | undefined): AttentionPlan => (bias ? { ...plan, bias } : plan);

/** Queries, keys and values of `[batch, steps, 3, heads, inner]`. */
const thirds = (x: Floats): Operands => [lies(x, 0), lies(x, 1), lies(x, 2)];

const each = ([q, k, v]: readonly [Floats, Floats, Floats]): Operands => [lies(q), lies(k), lies(v)];

function isRunnable(operands: readonly Floats[], bias: Floats | undefined): boolean {
  const { kernels, at } = backendOf('attention', ...operands, ...(bias ? [bias] : []));
  const { recording, scanStep, tapes } = runtime();
  if (kernels.attention === undefined || kernels.attentionBackward === undefined || at === undefined) return false;
  if (!isFirstOrder() || recording !== undefined || scanStep !== undefined) return false;
  if (bias !== undefined && tapes.some((tape) => tape.reaches(bias))) return false;
  return operands.every(({ size }) => size > 0);
}

type Saved = readonly [q: Floats, k: Floats, v: Floats, lse: Floats, ...bias: Floats[]];
type Rule = (g: Floats, saved: readonly Tensor[]) => Floats;

/** One run gives all three gradients; the rule that is asked first starts it. */
function rules(plan: AttentionPlan, inputs: readonly Floats[]): Rule[] {
  let found: (Floats | undefined)[] | undefined;
  const wanted = inputs.map((x) => runtime().tapes.some((tape) => tape.reaches(x)));
  return inputs.map((_, part) => (g, saved) => {
    found ??= tidy(() =>
      gradientsOf(plan, g, saved as Saved).map((slope, i) => {
        if (wanted[i]) slope.adoptInto(undefined); // nobody's but the safety net's until its rule hands it out
        return wanted[i] ? slope : undefined;
      }),
    );
    const slope = found[part]!;
    slope.adoptInto(runtime().scope);
    return slope;
  });
}

/** Heads of a group share keys and values, so their gradients add up. */
function gradientsOf(plan: AttentionPlan, g: Floats, [q, k, v, lse, bias]: Saved): [Floats, Floats, Floats] {
  const { backend, batch, keys, heads, groups } = plan;
  const shared = heads / groups;
  const slopes = [q, k, v].map((x, i) =>
    makeTensor(backend, i === 0 ? x.shape : [batch, keys, heads, x.shape[3]!], 'float32'),
  ) as [Floats, Floats, Floats];
  attendBackward(withBias(plan, bias), each([q, k, v]), lse, lies(g), each(slopes));
  return slopes.map((slope, i) =>
    i === 0 || shared === 1 ? slope : sum(reshape(slope, [batch, keys, groups, shared, slope.shape[3]!]), 3),
  ) as [Floats, Floats, Floats];
}
