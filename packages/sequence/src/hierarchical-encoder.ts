import { ArgumentError, checkOptions, describe, ShapeError, typeError } from '@ostinato/base';
import { reshape, Tensor, tidy } from '@ostinato/tensor';
import type { SequenceEncoder } from './sequence-layer.ts';

/** Lengths of sequences of sequences: of each document, the words of each of its sentences. */
export type NestedLengths = readonly (number | NestedLengths)[];

/** What a hierarchical encoder gives. */
export interface HierarchicalResult {
  /** `[batch, features]`, one vector for each document. */
  readonly output: Tensor<'float32'>;
  /** What each level made, the innermost first: `[batch, sentences, features]`, then `[batch, features]`. */
  readonly levels: readonly Tensor<'float32'>[];
}

/**
 * Encoders on top of each other (Yang et al. 2016): words into sentences, sentences into documents, with any pooling at each level. Input
 * `[documents, sentences, words, features]` for two encoders, the innermost first; one more axis for each further level. State dict: the keys
 * of encoder `i` under `encoders.i.`.
 */
export class HierarchicalEncoder {
  /** The innermost first. */
  readonly encoders: readonly SequenceEncoder<unknown>[];

  /** @throws ArgumentError when there is no encoder, or one does not take what the one below it gives */
  constructor(encoders: readonly SequenceEncoder<unknown>[]) {
    if (!Array.isArray(encoders) || encoders.length === 0)
      throw typeError('HierarchicalEncoder', 'encoders', 'an array of at least one encoder', encoders);
    for (const [i, encoder] of (encoders as readonly SequenceEncoder<unknown>[]).entries()) {
      if (typeof encoder?.encode !== 'function')
        throw typeError(
          'HierarchicalEncoder',
          `encoders[${i}]`,
          'an encoder with an encode method, such as Pooled',
          encoder,
        );
      const below = encoders[i - 1]?.outputSize;
      if (below !== undefined && encoder.inputSize !== undefined && below !== encoder.inputSize)
        throw new ArgumentError(
          `HierarchicalEncoder: encoders[${i}] takes ${encoder.inputSize} features, but encoders[${i - 1}] gives ${below}.`,
        );
    }
    this.encoders = [...encoders];
  }

  /**
   * `lengths` say how many sentences each document has and how many words each sentence; without them nothing is padding. Empty ones give 0.
   * @throws ShapeError for an input of another rank, ArgumentError for lengths that do not fit
   */
  encode(input: Tensor<'float32'>, options: { readonly lengths?: NestedLengths } = {}): HierarchicalResult {
    const depth = this.encoders.length;
    if (!(input instanceof Tensor)) throw typeError('HierarchicalEncoder', 'input', 'a tensor', input);
    checkOptions('HierarchicalEncoder.encode', options, ['lengths']);
    if (input.rank !== depth + 2)
      throw new ShapeError(
        `HierarchicalEncoder: ${depth} levels need an input with ${depth + 2} axes, [batch, ..., steps, features], got [${input.shape}].`,
      );
    const { lengths } = options;
    if (lengths !== undefined) checkNested(lengths, input.shape.slice(0, -1), 'lengths');
    return tidy(() => {
      const levels: Tensor<'float32'>[] = [];
      let x = input;
      for (const encoder of this.encoders) {
        const outer = x.shape.slice(0, -2);
        const rows = outer.reduce((product, size) => product * size, 1);
        const padding = lengths === undefined ? {} : { lengths: lengthsOfLevel(lengths, outer) };
        const { output } = encoder.encode(reshape(x, [rows, ...x.shape.slice(-2)]), padding);
        x = reshape(output, [...outer, output.shape.at(-1)!]);
        levels.push(x);
      }
      return { output: x, levels };
    });
  }
}

/** Checks that lengths fit the axes `[batch, ..., steps]`. @throws ArgumentError naming the offending one */
function checkNested(lengths: unknown, [size, ...inner]: readonly number[], path: string): void {
  const fail = (expected: string, got: unknown) =>
    new ArgumentError(
      `HierarchicalEncoder: ${path} must be ${expected}, got ${typeof got === 'string' ? got : describe(got)}.`,
    );
  const isBatch = path === 'lengths';
  if (inner.length === 0) {
    if (!Number.isInteger(lengths) || (lengths as number) < 0 || (lengths as number) > size!)
      throw fail(`a whole number from 0 to ${size}`, lengths);
    return;
  }
  if (!Array.isArray(lengths)) throw fail('an array', lengths);
  if (isBatch ? lengths.length !== size : lengths.length > size!)
    throw fail(isBatch ? `an array of ${size}` : `an array of at most ${size}`, `one of ${lengths.length}`);
  for (const [i, one] of lengths.entries()) checkNested(one, inner, `${path}[${i}]`);
}

/** The lengths of all sequences under the axes `outer`; those that are not there are empty. */
function lengthsOfLevel(lengths: NestedLengths, outer: readonly number[]): number[] {
  let parts: readonly (number | NestedLengths | undefined)[] = [lengths];
  for (const size of outer)
    parts = parts.flatMap((part) => Array.from({ length: size }, (_, i) => (part as NestedLengths | undefined)?.[i]));
  return parts.map((part) => (part === undefined ? 0 : typeof part === 'number' ? part : part.length));
}
