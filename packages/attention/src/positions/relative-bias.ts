import { checkFlags, checkInteger, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { add, indexSelect, maximum, minimum, permute, reshape, tensor, Tensor } from '@ostinato/tensor';
import { type AttentionGrid, distances, Mask } from '../masks/mask.ts';

/** Options of `relativeBias`. */
export interface RelativeBiasOptions {
  /** Whether later keys have buckets of their own: half of them. Otherwise they share that of distance 0. Default `true`. */
  readonly bidirectional?: boolean;
  /** Distances from this on share the last bucket. Default 128. */
  readonly maxDistance?: number;
}

/**
 * Adds a learned number for each head and distance to the scores, as T5 (Raffel et al. 2020): `table [buckets, heads]`, a bucket for each short
 * distance, and logarithmically wider ones up to `maxDistance`.
 * @throws ArgumentError, ShapeError; ShapeError when it meets another number of heads
 */
export function relativeBias(table: Tensor<'float32'>, options: RelativeBiasOptions = {}): Mask {
  checkOptions('relativeBias', options, ['bidirectional', 'maxDistance']);
  const { bidirectional = true, maxDistance = 128 } = options;
  checkFlags('relativeBias', { bidirectional });
  if (!(table instanceof Tensor)) throw typeError('relativeBias', 'table', 'a tensor [buckets, heads]', table);
  const [buckets = 0, heads] = table.shape;
  if (table.rank !== 2 || buckets < (bidirectional ? 4 : 2) || buckets % 2 !== 0)
    throw new ShapeError(
      `relativeBias: expected table [buckets, heads] with an even number of buckets, got [${table.shape}].`,
    );
  checkInteger('relativeBias', 'maxDistance', maxDistance, { min: buckets });
  const bucketsByDistance = Int32Array.from({ length: 2 * maxDistance + 1 }, (_, at) =>
    bucketOf(at - maxDistance, buckets, bidirectional, maxDistance),
  );
  return new Mask(Infinity, Infinity, [
    {
      bias: (grid) => {
        if (grid.heads !== heads)
          throw new ShapeError(`relativeBias: the table is for ${heads} heads, got ${grid.heads}.`);
        const byDistance = indexSelect(
          table,
          tensor(bucketsByDistance, [bucketsByDistance.length], { backend: grid.backend }),
        );
        const rows = indexSelect(byDistance, distanceIds(grid, maxDistance)); // [batch, queries, keys, heads]
        return permute(rows, [0, 3, 1, 2]);
      },
    },
  ]);
}

/** Distances of queries and keys, cut to ±`most`, from 0 on: `[1 or batch, queries, keys]`. */
export function distanceIds(grid: AttentionGrid, most: number): Tensor<'int32'> {
  const apart = distances(grid);
  const cut = maximum(minimum(apart, most), -most);
  const [batch, , queries, keys] = apart.shape as [number, number, number, number];
  return reshape(add(cut, most), [batch, queries, keys]);
}

/** The bucket of a key that is `apart` steps after the query: half of them exact, the others of growing width. */
function bucketOf(apart: number, buckets: number, bidirectional: boolean, maxDistance: number): number {
  const count = bidirectional ? buckets / 2 : buckets;
  const first = bidirectional && apart > 0 ? count : 0;
  const distance = bidirectional ? Math.abs(apart) : Math.max(0, -apart);
  const exact = count >> 1;
  if (distance < exact) return first + distance;
  const grown = Math.fround(Math.fround(Math.log(Math.fround(distance / exact))) / Math.log(maxDistance / exact));
  return first + Math.min(count - 1, exact + Math.trunc(Math.fround(grown * (count - exact))));
}
