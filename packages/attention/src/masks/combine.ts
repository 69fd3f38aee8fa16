import { ArgumentError } from '@ostinato/base';
import { logicalOr, ones } from '@ostinato/tensor';
import { type AttentionGrid, keepOf, Mask, requireMask } from './mask.ts';

/** Everything that all masks keep; their biases add up. @throws ArgumentError */
export function and(...masks: readonly Mask[]): Mask {
  const all = masks.map((mask, i) => requireMask('and', `masks[${i}]`, mask));
  return new Mask(
    Math.min(...all.map(({ behind }) => behind)),
    Math.min(...all.map(({ ahead }) => ahead)),
    all.flatMap(({ terms }) => terms),
  );
}

/**
 * Everything that one of the masks keeps.
 * @throws ArgumentError for a mask that adds to the scores: such numbers have no "or"
 */
export function or(...masks: readonly Mask[]): Mask {
  const all = masks.map((mask, i) => requireMask('or', `masks[${i}]`, mask));
  const biased = all.findIndex(({ terms }) => terms.some(({ bias }) => bias !== undefined));
  if (biased >= 0) throw new ArgumentError(`or: masks[${biased}] adds to the scores, which has no "or"; use and.`);
  const keep = (grid: AttentionGrid) =>
    all
      .map((mask) => keepOf(mask, grid) ?? ones([1, 1, 1, 1], { dtype: 'bool', backend: grid.backend }))
      .reduce((left, right) => logicalOr(left, right));
  if (all.length === 0) return new Mask();
  // What no mask reaches is not seen, so that masks which are all causal stay so.
  const [behind, ahead] = [Math.max(...all.map((mask) => mask.behind)), Math.max(...all.map((mask) => mask.ahead))];
  return new Mask(behind, ahead, [{ keep }]);
}
