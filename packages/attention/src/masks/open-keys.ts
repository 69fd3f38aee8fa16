import { concat, ones, zeros, broadcastTo } from '@ostinato/tensor';
import { type AttentionGrid, biasOf, keepOf, Mask } from './mask.ts';

/** A mask for `count` more keys behind those it was made for, which every query sees. */
export function withOpenKeys(mask: Mask, count: number): Mask {
  const inner = (grid: AttentionGrid): AttentionGrid => ({ ...grid, keys: grid.keys - count });
  const whole = (shape: readonly number[], keys: number) => [...shape.slice(0, 3), keys];
  return new Mask(Infinity, Infinity, [
    {
      keep: (grid) => {
        const { backend } = grid;
        const kept = keepOf(mask, inner(grid)) ?? ones([1, 1, 1, 1], { dtype: 'bool', backend });
        const wide = broadcastTo(kept, whole(kept.shape, grid.keys - count));
        return concat([wide, ones(whole(kept.shape, count), { dtype: 'bool', backend })], 3);
      },
    },
    ...(mask.terms.some(({ bias }) => bias !== undefined)
      ? [
          {
            bias: (grid: AttentionGrid) => {
              const bias = biasOf(mask, inner(grid))!;
              const wide = broadcastTo(bias, whole(bias.shape, grid.keys - count));
              return concat([wide, zeros(whole(bias.shape, count), { backend: grid.backend })], 3);
            },
          },
        ]
      : []),
  ]);
}
