import { jsBackend } from '@ostinato/backend-js';
import { describe, it } from 'vitest';
import { poissonNll } from './poisson-nll.ts';
import { checkLoss } from './testing/check-loss.ts';

const counts = [0.5, 3, 2, 7];

describe('poissonNll', () => {
  it('of log rates is exp(x) - t x', () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [4],
      operands: [[0.1, 1.2, -1, 2], counts],
      loss: ([x, t], reduction) => poissonNll(x!, t!, { reduction }),
      expected: (x, t) => x!.map((v, i) => Math.exp(v) - t![i]! * v),
    });
  });

  it('of rates is x - t log(x + eps)', () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [4],
      operands: [[0.1, 1.2, 5, 2], counts],
      loss: ([x, t], reduction) => poissonNll(x!, t!, { reduction, logInput: false, eps: 1e-3 }),
      expected: (x, t) => x!.map((v, i) => v - t![i]! * Math.log(v + 1e-3)),
    });
  });

  it("adds Stirling's log(t!) where t is above 1", () => {
    checkLoss(jsBackend({ float: 'float64' }), {
      shape: [4],
      operands: [[0.1, 1.2, -1, 2], counts],
      loss: ([x, t], reduction) => poissonNll(x!, t!, { reduction, full: true }),
      expected: (x, t) =>
        x!.map(
          (v, i) =>
            Math.exp(v) -
            t![i]! * v +
            (t![i]! > 1 ? t![i]! * Math.log(t![i]!) - t![i]! + Math.log(2 * Math.PI * t![i]!) / 2 : 0),
        ),
    });
  });
});
