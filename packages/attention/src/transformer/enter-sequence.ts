import { ArgumentError, checkFlags, checkOptions, DTypeError, ShapeError, typeError } from '@ostinato/base';
import { arange, checkLengths, less, reshape, Tensor, tensor, where } from '@ostinato/tensor';
import type { SequenceOptions } from '@ostinato/sequence';
import { checkFeatures } from '../heads/check-features.ts';
import type { Mask } from '../masks/mask.ts';

type Floats = Tensor<'float32'>;

/** What a sequence layer that attends takes beside its input. */
export interface AttentionSequenceOptions<S> extends SequenceOptions<S> {
  /** What steps see of each other, beside what the layer's own mask hides. Default: everything. */
  readonly attention?: Mask;
}

/** The input of a sequence layer as all of them compute with it. */
export interface EnteredSequence {
  /** `[batch, steps, features]`. */
  readonly x: Floats;
  /** Which steps are no padding; `undefined` where none is known to be. */
  readonly keep: Tensor<'bool'> | undefined;
  /** Whether padding stands only behind the steps. */
  readonly isPrefix: boolean;
  /** An output with zeros where there is padding, in the layout of the input. */
  readonly leave: (y: Floats) => Floats;
}

/** Options of every sequence layer. */
const shared = ['state', 'lengths', 'mask', 'trace', 'memory'] as const;

/** Checks input and options of a sequence layer. @throws ArgumentError, ShapeError, DTypeError */
export function enterSequence<S>(
  where: string,
  input: Floats,
  features: number,
  options: SequenceOptions<S>,
  further: readonly string[] = [],
): EnteredSequence {
  checkOptions(where, options, [...shared, ...further]);
  checkFlags(where, { trace: options.trace });
  const unbatched = input instanceof Tensor && input.rank === 2;
  const x = unbatched ? reshape(input, [1, ...input.shape]) : input;
  checkFeatures(where, 'input', x, features);
  const keep = keptSteps(where, x, options);
  const leave = (y: Floats): Floats => {
    const clean = keep === undefined ? y : zeroed(keep, y);
    return unbatched ? reshape(clean, clean.shape.slice(1)) : clean;
  };
  return { x, keep, isPrefix: options.lengths !== undefined, leave };
}

const zeroed = (keep: Tensor<'bool'>, y: Floats): Floats => where(reshape(keep, [...keep.shape, 1]), y, 0);

function keptSteps<S>(where: string, x: Floats, { lengths, mask }: SequenceOptions<S>): Tensor<'bool'> | undefined {
  const [batch, steps] = x.shape as [number, number];
  const { backend } = x;
  if (lengths !== undefined && mask !== undefined)
    throw new ArgumentError(`${where}: give lengths or a mask, not both.`);
  if (lengths !== undefined) {
    checkLengths(where, lengths, batch, steps);
    return less(arange(steps, { backend }), tensor(Int32Array.from(lengths), [batch, 1], { backend }));
  }
  if (mask === undefined) return undefined;
  if (!(mask instanceof Tensor)) throw typeError(where, 'mask', 'a bool tensor [batch, steps]', mask);
  if ((mask as Tensor).dtype !== 'bool')
    throw new DTypeError(`${where}: mask must be bool, got ${mask.dtype}. Compare, as in notEqual(mask, 0).`);
  if (mask.shape.join() !== `${batch},${steps}`)
    throw new ShapeError(`${where}: mask must be [batch, steps] = [${batch},${steps}], got [${mask.shape}].`);
  return mask;
}
