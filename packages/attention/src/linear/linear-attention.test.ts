import { jsBackend } from '@ostinato/backend-js';
import { parameters } from '@ostinato/nn';
import { concat, normal, RandomGenerator, setBackend, slice, type Tensor } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { LinearAttention } from '../index.ts';
import { expectGradients } from '../testing/numeric-gradients.ts';

beforeAll(() => setBackend(jsBackend({ float: 'float64' })));

type Floats = Tensor<'float32'>;
const generator = new RandomGenerator(5);
const near = (got: Floats, wanted: ArrayLike<number>) =>
  got.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 9));

/** One head whose projections change nothing. */
function bare(isCausal: boolean): LinearAttention {
  const layer = new LinearAttention({ embedDim: 2, numHeads: 1, isCausal, generator });
  for (const { weight, bias } of [layer.qProj, layer.kProj, layer.vProj, layer.oProj]) {
    weight.assign(Float64Array.of(1, 0, 0, 1));
    bias!.assign(new Float64Array(2));
  }
  return layer;
}

/** The definition: every query with every key that it sees. */
function byHand(x: number[][], isCausal: boolean): number[] {
  const f = (row: number[]) => row.map((value) => (value > 0 ? value + 1 : Math.exp(value)));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return x.flatMap((q, i) => {
    const seen = isCausal ? x.slice(0, i + 1) : x;
    const weights = seen.map((k) => dot(f(q), f(k)));
    const total = weights.reduce((a, b) => a + b, 0);
    return q.map((_, c) => weights.reduce((sum, weight, j) => sum + weight * seen[j]![c]!, 0) / total);
  });
}

describe('LinearAttention', () => {
  it.each([true, false])('is its definition, over several chunks too (causal: %s)', (isCausal) => {
    const x = normal([1, 70, 2], { generator });
    const rows = Array.from({ length: 70 }, (_, i) => [...x.dataSync().slice(2 * i, 2 * i + 2)]);
    near(bare(isCausal).forward(x).output, byHand(rows, isCausal));
  });

  it('steps in chunks give what they give as a whole, with padding on any side', () => {
    const layer = new LinearAttention({ embedDim: 4, numHeads: 2, generator });
    const x = normal([2, 7, 4], { generator });
    const whole = layer.forward(x, { lengths: [7, 5] }).output;
    const first = layer.forward(slice(x, 1, 0, 4), { lengths: [4, 4] });
    const second = layer.forward(slice(x, 1, 4, 7), { lengths: [3, 1], state: first.state });
    near(concat([first.output, second.output], 1), whole.dataSync());
    expect(second.state.memory.shape).toEqual([2, 2, 2, 2]);
  });

  it('its gradients are those of central differences', () => {
    const layer = new LinearAttention({ embedDim: 2, numHeads: 1, generator });
    const x = normal([1, 4, 2], { generator });
    expectGradients(parameters(layer), () => [layer.forward(x).output], 4);
  });

  it('refuses what does not fit', () => {
    expect(() => new LinearAttention({ embedDim: 3, numHeads: 2 })).toThrow('a multiple of numHeads, got 3 and 2');
  });
});
