import { checkInteger, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { reshape, Tensor, tidy } from '@ostinato/tensor';
import type { AlignmentResult } from '../alignment/align.ts';
import { attention } from '../heads/attention.ts';
import { checkMask, type Mask } from '../masks/mask.ts';

type Floats = Tensor<'float32'>;

/** Options of `hopfieldRetrieve`. */
export interface HopfieldOptions {
  /** How sharply patterns are told apart, the inverse temperature. Default `1 / sqrt(features)`. */
  readonly beta?: number;
  /** Updates of the state; one is mostly enough where patterns are apart. Default 1. */
  readonly updates?: number;
  /** Which patterns there are, such as `padding(lengths)`. Default: all. */
  readonly mask?: Mask;
}

/**
 * Retrieval from a modern Hopfield network (Ramsauer et al. 2021): states `[batch, queries, features]` move toward the stored patterns
 * `[batch, patterns, features]` they resemble, `state' = softmax(beta state patterns^T) patterns`. One update is attention. Context: the states
 * at last; weights `[batch, queries, patterns]`.
 * @throws ShapeError, ArgumentError, DTypeError
 */
export function hopfieldRetrieve(states: Floats, patterns: Floats, options: HopfieldOptions = {}): AlignmentResult {
  const where = 'hopfieldRetrieve';
  checkOptions(where, options, ['beta', 'updates', 'mask']);
  for (const [name, x] of Object.entries({ states, patterns }))
    if (!(x instanceof Tensor)) throw typeError(where, name, 'a tensor', x);
  if (
    states.rank !== 3 ||
    patterns.rank !== 3 ||
    states.shape[0] !== patterns.shape[0] ||
    states.shape[2] !== patterns.shape[2]
  )
    throw new ShapeError(
      `${where}: expected states [batch, queries, features] and patterns [batch, patterns, features], got [${states.shape}] and [${patterns.shape}].`,
    );
  const { beta = 1 / Math.sqrt(states.shape[2]!), updates = 1 } = options;
  checkNumber(where, 'beta', beta, { above: 0, below: Infinity });
  checkInteger(where, 'updates', updates, { min: 1 });
  const mask = checkMask(where, 'mask', options.mask);
  return tidy(() => {
    const oneHead = ({ shape: [batch, steps, features] }: Floats) => [batch!, 1, steps!, features!];
    const stored = reshape(patterns, oneHead(patterns));
    let state = reshape(states, oneHead(states));
    for (let i = 1; i < updates; i++) state = attention(state, stored, stored, { scale: beta, mask }).context;
    const { context, weights } = attention(state, stored, stored, { scale: beta, mask, needWeights: true });
    const [batch, queries] = states.shape as [number, number];
    return { context: reshape(context, states.shape), weights: reshape(weights!, [batch, queries, -1]) };
  });
}
