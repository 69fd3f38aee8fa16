import { jsBackend } from '@ostinato/backend-js';
import { it } from 'vitest';
import { mae } from './mae.ts';
import { checkLoss } from './testing/check-loss.ts';

it('mae is the distance of prediction and target', () => {
  checkLoss(jsBackend({ float: 'float64' }), {
    shape: [2, 2],
    operands: [
      [1, 2.5, -1, 0],
      [0.5, 4, -3, 2],
    ],
    loss: ([p, t], reduction) => mae(p!, t!, { reduction }),
    expected: (p, t) => p!.map((value, i) => Math.abs(value - t![i]!)),
  });
});
