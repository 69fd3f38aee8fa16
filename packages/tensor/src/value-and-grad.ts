import { checkFunction, GradError, typeError } from '@ostinato/base';
import { differentiable } from '@ostinato/program';
import { add } from './ops/binary.ts';
import { full, zeros } from './ops/creation.ts';
import { type Module, namedParameters } from './module-tree.ts';
import { Parameter } from './parameter.ts';
import { runtime, synchronous } from './runtime.ts';
import type { ScanDifferentiation } from './scan/differentiation.ts';
import { segmentPasses } from './scan/segment-passes.ts';
import { recordBackward } from './scan/record-backward.ts';
import { scanGradients } from './scan/scan-gradients.ts';
import { tidy } from './tidy.ts';
import { type BackwardOps, Tape } from './tape.ts';
import { Tensor } from './tensor.ts';
import { isRecord } from './tree.ts';

/**
 * Gradients in the form of the target: a tensor, an array, a record, or, for a module, a map by state-dict key. An object that
 * holds nothing but parameters is a module.
 */
export type Gradients<T> = T extends Tensor
  ? Tensor<'float32'> | undefined
  : T extends readonly Tensor[]
    ? { [I in keyof T]: Tensor<'float32'> | undefined }
    : T extends Readonly<Record<string, Parameter>>
      ? Map<string, Tensor<'float32'>>
      : T extends Readonly<Record<string, Tensor>>
        ? { [K in keyof T]: Tensor<'float32'> | undefined }
        : Map<string, Tensor<'float32'>>;

/** What `valueAndGrad` returns. */
export interface ValueAndGradients<T, A> {
  /** The scalar that `fn` returned. */
  readonly value: Tensor<'float32'>;
  /** Of the value, in the form of the target; `undefined`, or no key, where the value does not depend on it. */
  readonly gradients: Gradients<T>;
  /** The second part of what `fn` returned, detached and alive. */
  readonly aux: A;
}

const scans: ScanDifferentiation = {
  segmentPasses,
  program: differentiable,
  newTape: () => new Tape([], scans),
  recordBackward,
  gradients: scanGradients,
};

/** The tensors of a target by name, and how gradients by id become gradients in the target's form. */
interface Plan {
  readonly tensors: readonly Tensor[];
  readonly assemble: (gradientOf: (tensor: Tensor) => Tensor | undefined) => unknown;
}

/** Whether a target is a plain object of tensors, some of which are no parameters. */
function isTensorRecord(target: unknown): target is Record<string, Tensor> {
  if (!isRecord(target)) return false;
  const parts = Object.values(target);
  return parts.every((part) => part instanceof Tensor) && parts.some((part) => !(part instanceof Parameter));
}

function planFor(target: unknown): Plan {
  if (target instanceof Tensor) return { tensors: [target], assemble: (of) => of(target) };
  if (Array.isArray(target) && target.every((part) => part instanceof Tensor)) {
    return { tensors: target, assemble: (of) => target.map(of) };
  }
  if (isTensorRecord(target)) {
    const parts = Object.entries(target);
    return {
      tensors: parts.map(([, tensor]) => tensor),
      assemble: (of) => Object.fromEntries(parts.map(([key, tensor]) => [key, of(tensor)])),
    };
  }
  if (typeof target !== 'object' || target === null) {
    throw typeError('valueAndGrad', 'target', 'a tensor, an array or record of tensors, or a module', target);
  }
  const parts = [...namedParameters(target as Module)].filter(([, parameter]) => parameter.trainable);
  return {
    tensors: parts.map(([, parameter]) => parameter),
    assemble: (of) =>
      new Map(parts.map(([key, parameter]) => [key, of(parameter)] as const).filter(([, g]) => g !== undefined)),
  };
}

/**
 * Runs `fn` once, now, and returns its value with the gradients of that value with respect to `target` (JAX and MLX
 * return a function instead). `fn` returns a scalar, or `[scalar, aux]`. A target that is an array may grow in `fn`: what is pushed onto
 * it are values on the way, whose gradients come with the others. It nests: the gradients of an inner call can be
 * differentiated by an outer one. Everything else made in `fn` is freed.
 * @throws GradError when the value is not a float32 scalar; ArgumentError when `fn` returns a promise
 */
export function valueAndGrad<
  const T extends Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>> | Module,
  A = undefined,
>(target: T, fn: () => Tensor | readonly [Tensor, A]): ValueAndGradients<T, A> {
  checkFunction('valueAndGrad', 'fn', fn);
  const { tensors, assemble } = planFor(target);
  const wrong = tensors.find((tensor) => tensor.dtype !== 'float32');
  if (wrong !== undefined) throw new GradError(`valueAndGrad: ${wrong} has no gradient; only float32 tensors have.`);
  const { tapes } = runtime();
  const tape = new Tape(tensors, scans);
  return tidy(() => {
    try {
      tapes.push(tape);
      let result: Tensor | readonly [Tensor, A];
      try {
        result = synchronous('valueAndGrad', fn());
      } finally {
        tapes.pop();
      }
      const [value, aux] = (Array.isArray(result) ? result : [result, undefined]) as [Tensor<'float32'>, A];
      checkScalar(value);
      const gradients = backward(tape, value, tensors);
      return { value, gradients: assemble((tensor) => gradients.get(tensor.id)) as Gradients<T>, aux };
    } finally {
      tape.dispose();
    }
  });
}

function checkScalar(value: unknown): void {
  if (!(value instanceof Tensor))
    throw typeError('valueAndGrad', 'the result of fn', 'a scalar tensor or [scalar, aux]', value);
  if (value.size !== 1 || value.dtype !== 'float32') {
    throw new GradError(
      `valueAndGrad: fn must return a float32 scalar, got ${value.dtype} [${value.shape}]. Reduce it with sum() or mean(), ` +
        'or multiply it with a cotangent and sum.',
    );
  }
}

function backward(tape: Tape, value: Tensor, targets: readonly Tensor[]): Map<number, Tensor> {
  if (!tape.reaches(value)) return new Map();
  const { backend } = value;
  const seed = full(value.shape, 1, { backend });
  const ids = new Set(targets.map(({ id }) => id));
  const ops = { add: add as BackwardOps['add'], zeros: (shape: readonly number[]) => zeros(shape, { backend }) };
  return tape.backward(new Map([[value.id, seed]]), ids, ops);
}
