import type { DType } from '@ostinato/base';

/**
 * What row `i` of a result needs of an operand. `row`: row `i` of it only. `all`: the whole operand, for every row.
 * `sum`: the result has no rows of its own, it sums over the operand's rows. `mix`: anything else.
 */
export type RowRole = 'row' | 'all' | 'sum' | 'mix';

/**
 * One argument of a kernel, in the order of the call: outputs, inputs, scratch, sizes, strides, scalars.
 *
 * - `out`: a storage that the kernel writes completely; read only by kernels whose name ends in `Add`.
 * - `state`: a storage that is read and written (optimizer steps).
 * - `in`, `scratch`: a storage that is only read; float32 working space whose content does not matter.
 * - `size`: a count (`rows`, `cols`, `inner`, `items`...). `stride`: elements from one row of operand `of` to the next,
 *   0 for a row that is used again and again; with `axis: 'column'` it is 0 or 1, with `axis: 'item'` it is between items.
 * - `scalar`: a number that is neither.
 */
export type Argument =
  | {
      /** A storage that is written, only read, or both. */
      readonly role: 'out' | 'in' | 'state';
      /** Unique among the arguments of the kernel. */
      readonly name: string;
      /** Of the storage's elements. */
      readonly dtype: DType;
      /** What a row of the result needs of it. */
      readonly rows: RowRole;
    }
  | {
      /** Working space, a count, or any other number. */
      readonly role: 'scratch' | 'size' | 'scalar';
      /** Unique among the arguments of the kernel. */
      readonly name: string;
    }
  | {
      /** Elements from one row, column or item of an operand to the next. */
      readonly role: 'stride';
      /** Unique among the arguments of the kernel. */
      readonly name: string;
      /** The name of the operand. */
      readonly of: string;
      /** What it leads to the next of. */
      readonly axis: 'row' | 'column' | 'item';
    };

/** Named sizes of one call: `{ rows: 32, cols: 128 }`. */
export type Sizes = Readonly<Record<string, number>>;

/** How a kernel's work is divided among threads so that no thread adds to another's result. */
export type Split = 'rows' | 'columns' | 'items' | 'elements' | 'none';

/** A row of the kernel table: all that programs, testkits and WASM builds know of a kernel. */
export interface Kernel {
  /** The arguments in the order of the call. */
  readonly args: readonly Argument[];
  /** Names of inputs whose storage may also be `out`. */
  readonly inPlace: readonly string[];
  /** How threads may divide a call. */
  readonly split: Split;
  /** Floating-point operations of a call. */
  flops(sizes: Sizes): number;
  /** Elements read and written by a call. */
  traffic(sizes: Sizes): number;
  /** Elements of scratch that a call needs; 0 without a `scratch` argument. */
  scratch(sizes: Sizes): number;
  /** Random numbers drawn by a call. */
  draws(sizes: Sizes): number;
  /** `position`: the first place where an index is out of range, or -1. */
  readonly returns: 'nothing' | 'position';
  /** Optional kernels fuse what required ones compose. */
  readonly optional: boolean;
}

/** The JavaScript type of one argument: a storage or a number. */
type ArgumentType<S, A> = A extends { role: 'out' | 'in' | 'state' | 'scratch' } ? S : number;

type Parameters<S, A extends readonly unknown[]> = { -readonly [I in keyof A]: ArgumentType<S, A[I]> };

/** The function type of a kernel, derived from its row (bivariant, so that any backend is a `Backend`). */
export type KernelFunction<S, K extends Kernel> = {
  /** The kernel as a method, which is what makes its parameters bivariant. */
  method(...args: Parameters<S, K['args']>): K['returns'] extends 'position' ? number : void;
}['method'];
