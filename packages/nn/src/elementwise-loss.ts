import { checkOneOf, checkOptions, ShapeError } from '@ostinato/base';
import { type Tensor, tidy } from '@ostinato/tensor';
import { checkTensor } from './check-tensor.ts';
import { reduceLoss, type Reduction, reductions } from './reduction.ts';

type Floats = Tensor<'float32'>;

/** Options of losses that compare element by element. */
export interface ElementwiseLossOptions {
  /** Default `mean`. */
  readonly reduction?: Reduction;
}

/** Checks options, and that prediction and target have the same shape; reduces the losses that `losses` gives. */
export function elementwiseLoss(
  name: string,
  prediction: Floats,
  target: Floats,
  options: ElementwiseLossOptions,
  allowed: readonly string[],
  losses: () => Floats,
  predictionName = 'prediction',
): Floats {
  checkOptions(name, options, ['reduction', ...allowed]);
  const reduction = checkOneOf(name, 'reduction', options.reduction ?? 'mean', reductions);
  checkSameShape(name, { [predictionName]: prediction, target });
  return tidy(() => reduceLoss(losses(), reduction));
}

/** Checks that all are float32 tensors of one shape. @throws ShapeError, ArgumentError, DTypeError */
export function checkSameShape(where: string, tensors: Readonly<Record<string, Tensor>>): void {
  const [first, ...others] = Object.entries(tensors) as [[string, Tensor], ...[string, Tensor][]];
  for (const [name, x] of [first, ...others]) checkTensor(where, name, x);
  for (const [name, x] of others) {
    if (x.shape.join() === first[1].shape.join()) continue;
    throw new ShapeError(
      `${where}: ${first[0]} [${first[1].shape}] and ${name} [${x.shape}] must have the same shape.`,
    );
  }
}

/** Checks that a factor of the losses, if it is there, is a float32 tensor that does not make them wider. @throws ShapeError, ArgumentError, DTypeError */
export function checkBroadcasts(
  where: string,
  name: string,
  factor: Tensor | undefined,
  shape: readonly number[],
): void {
  if (factor === undefined) return;
  checkTensor(where, name, factor);
  const missing = shape.length - factor.rank;
  if (missing >= 0 && factor.shape.every((size, axis) => size === 1 || size === shape[axis + missing])) return;
  throw new ShapeError(`${where}: ${name} [${factor.shape}] must broadcast to [${shape}], the shape of the losses.`);
}
