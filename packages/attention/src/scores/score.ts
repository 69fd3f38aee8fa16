import { DTypeError, ShapeError, typeError } from '@ostinato/base';
import { Tensor } from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** How well keys `[batch, keys, keySize]` answer queries `[batch, queries, querySize]`: a function or a layer that gives `[batch, queries, keys]`. */
export type Score =
  | ((query: Floats, keys: Floats) => Floats)
  | {
      /** The scores, `[batch, queries, keys]`. */
      forward(query: Floats, keys: Floats): Floats;
    };

/** Calls a score. @throws ArgumentError when it is none */
export function scoreOf(where: string, score: Score, query: Floats, keys: Floats): Floats {
  checkScore(where, score);
  return typeof score === 'function' ? score(query, keys) : score.forward(query, keys);
}

/** @throws ArgumentError when it is no score */
export function checkScore(where: string, score: unknown): void {
  if (typeof score === 'function' || typeof (score as Partial<{ forward: unknown }> | null)?.forward === 'function')
    return;
  throw typeError(where, 'score', 'a score such as dotScore or new AdditiveScore(...)', score);
}

/** Checks what a score is given; sizes that are `undefined` may be any. @throws ArgumentError, DTypeError, ShapeError */
export function checkScored(where: string, query: unknown, keys: unknown, querySize?: number, keySize?: number): void {
  for (const [name, x] of Object.entries({ query, keys })) {
    if (!(x instanceof Tensor)) throw typeError(where, name, 'a tensor', x);
    if (x.dtype !== 'float32')
      throw new DTypeError(`${where}: ${name} must be float32, got ${x.dtype}. Convert it with cast().`);
  }
  const [q, k] = [(query as Tensor).shape, (keys as Tensor).shape];
  const fits =
    q.length === 3 && k.length === 3 && q[0] === k[0] && q[2] === (querySize ?? q[2]) && k[2] === (keySize ?? k[2]);
  if (fits) return;
  throw new ShapeError(
    `${where}: expected query [batch, queries, ${querySize ?? 'size'}] and keys [batch, keys, ${keySize ?? 'size'}], got [${q}] and [${k}].`,
  );
}
