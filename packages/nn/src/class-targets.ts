import { IndexError, ShapeError } from '@ostinato/base';
import {
  add,
  cast,
  indexSelect,
  mul,
  notEqual,
  permute,
  reshape,
  sum,
  takeAlongAxis,
  type Tensor,
  where as choose,
} from '@ostinato/tensor';
import { checkTensor } from './check-tensor.ts';

type Floats = Tensor<'float32'>;

/** Losses of the elements, and what each counts in their mean. */
export interface CountedLosses {
  readonly losses: Floats;
  /** Undefined when all count 1. */
  readonly counts: Floats | undefined;
}

/** What the losses of class targets share: weights of the classes, targets that do not count, smoothing. */
export interface ClassLossOptions {
  readonly weight: Floats | undefined;
  readonly ignoreIndex: number;
  readonly smoothing: number;
}

/** Axis of the classes in `[classes]`, `[batch, classes]` or `[batch, classes, ...]`, and the shape of the losses. @throws ShapeError */
export function checkClassShapes(
  where: string,
  scores: Floats,
  target: Tensor,
  weight: Floats | undefined,
  name = 'logits',
): { axis: number; shape: number[] } {
  checkTensor(where, name, scores);
  checkTensor(where, 'target', target, 'float32', 'int32');
  if (weight !== undefined) checkTensor(where, 'weight', weight);
  const axis = scores.rank === 1 ? 0 : 1;
  const classes = scores.shape[axis];
  const shape = scores.shape.filter((_, i) => i !== axis);
  const expected = target.dtype === 'float32' ? scores.shape : shape;
  if (classes === undefined || target.shape.join() !== expected.join()) {
    throw new ShapeError(
      `${where}: ${name} [${scores.shape}] need ${target.dtype} targets of shape [${expected}], got [${target.shape}].`,
    );
  }
  if (weight !== undefined && weight.shape.join() !== `${classes}`) {
    throw new ShapeError(`${where}: weight must be [${classes}], one for each class, got [${weight.shape}].`);
  }
  return { axis, shape };
}

/** `[..., classes]` flattened to `[elements, classes]`. */
export function classesLast(x: Floats, axis: number): Floats {
  const classes = x.shape[axis]!;
  const order = [...x.shape.keys()].filter((i) => i !== axis);
  return reshape(x.rank < 3 ? x : permute(x, [...order, axis]), [x.size / (classes || 1), classes]);
}

/** `-w[t] log p[t]`, with smoothing `s`: `(1 - s)` of it and `s / classes` of `-w . log p`; `logP [elements, classes]`. @throws IndexError */
export function classLosses(
  where: string,
  logP: Floats,
  target: Tensor<'int32'>,
  options: ClassLossOptions,
): CountedLosses {
  const { weight, ignoreIndex, smoothing } = options;
  const classes = logP.shape[1]!;
  checkOnHost(where, target, ignoreIndex, classes);
  const ids = reshape(target, [-1, 1]);
  const keep = notEqual(ids, ignoreIndex);
  const safe = choose(keep, ids, 0);
  const picked = pick(where, logP, safe, classes);
  const classWeight =
    weight === undefined ? undefined : indexSelect(reshape(weight, [classes, 1]), reshape(safe, [-1]));
  const counts = classWeight === undefined ? cast(keep, 'float32') : choose(keep, classWeight, 0);
  const hard = mul(picked, classWeight === undefined ? -1 : mul(classWeight, -1));
  if (smoothing === 0) return { losses: choose(keep, hard, 0), counts };
  const weighted = weight === undefined ? logP : mul(logP, weight);
  const uniform = mul(sum(weighted, -1, { keepDims: true }), -smoothing / classes);
  return { losses: choose(keep, add(mul(hard, 1 - smoothing), uniform), 0), counts };
}

function pick(where: string, logP: Floats, ids: Tensor<'int32'>, classes: number): Floats {
  try {
    return takeAlongAxis(logP, ids);
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    const place = error.message.match(/index .* at position \d+/)?.[0].replace('index', 'target') ?? 'a target';
    throw noClass(where, place, classes, error);
  }
}

/** Where kernels cannot check indices, the host knows the targets, though not what `where` makes of them. */
export function checkOnHost(where: string, target: Tensor<'int32'>, ignoreIndex: number, classes: number): void {
  const ids = target.hostCopy();
  const position = ids?.findIndex((id) => id !== ignoreIndex && (id < 0 || id >= classes)) ?? -1;
  if (position >= 0) throw noClass(where, `target ${ids![position]} at position ${position}`, classes);
}

export function noClass(where: string, place: string, classes: number, cause?: unknown): IndexError {
  return new IndexError(`${where}: ${place} is not one of ${classes} classes, 0 to ${classes - 1}.`, { cause });
}
