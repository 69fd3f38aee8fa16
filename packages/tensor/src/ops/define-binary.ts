import type { KernelName, Kernels } from '@ostinato/backend';
import { type DType, DTypeError, typeError } from '@ostinato/base';
import { broadcastShapes, type Shape, sizeOf } from '../shape.ts';
import { differentiable } from '../tape.ts';
import { Tensor } from '../tensor.ts';
import { alignOperands, type Walk } from './broadcast.ts';
import { isNumber } from '../compile/host.ts';
import { tensor } from './creation.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { freeingNumbers, scalarOf } from './number-operand.ts';
import { sumTo } from './sum.ts';

type Floats = Tensor<'float32'>;

/** d out / d operand times `g`, in the shape of the result. `a` and `b` may be numbers. */
type BinaryRule = (g: Floats, a: Floats | number, b: Floats | number, out: Floats) => Floats;

/** What tells one binary float op from another. */
export interface BinaryDefinition {
  readonly name: 'add' | 'atan2' | 'div' | 'maximum' | 'minimum' | 'mul' | 'pow' | 'sub';
  /** Kernels for a number on the right and on the left; without them the number becomes a tensor. */
  readonly scalar?: readonly [right: KernelName, left: KernelName];
  /** Whether the rules look at the operands at all. Default true. */
  readonly saves?: boolean;
  readonly rules: readonly [BinaryRule, BinaryRule];
}

/** All kernels of a family are called alike. */
type ScalarKernel = Kernels['scalar.add'];
type BinaryKernel = Kernels['binary.add'];

/** Runs a two-operand kernel with broadcasting. */
export function runBinary<D extends DType>(
  where: string,
  kernel: KernelName,
  a: Tensor,
  b: Tensor,
  dtype: D,
): Tensor<D> {
  const backend = backendOf(where, a, b);
  const shape = broadcastShapes(where, a.shape, b.shape);
  const { operands, plan } = alignOperands([a, b], shape);
  const out = makeTensor(backend, shape, dtype);
  const [left, right] = operands as [Tensor, Tensor];
  const { rows, cols } = plan;
  const [p, q] = plan.operands as [Walk, Walk];
  const run = backend.kernels[kernel] as BinaryKernel;
  run(out.storage(), left.storage(), right.storage(), rows, cols, cols, p.stride, q.stride, p.column, q.column);
  for (const x of operands) if (x !== a && x !== b) x.dispose();
  return out;
}

/** One kernel of an operand and a number. */
export function runScalar(kernel: KernelName, x: Tensor, value: number): Floats {
  const out = makeTensor(x.backend, x.shape, 'float32');
  const [rows, cols] = matrixOf(x.shape);
  (x.backend.kernels[kernel] as ScalarKernel)(out.storage(), x.storage(), rows, cols, cols, cols, value);
  return out;
}

/** A contiguous tensor as rows of its first axis. */
export function matrixOf(shape: Shape): [rows: number, cols: number] {
  const rows = shape.length > 1 ? shape[0]! : 1;
  return [rows, rows === 0 ? 0 : sizeOf(shape) / rows];
}

/** A float op of two operands, either of which may be a number, from its rules. */
export function defineFloatBinary({ name, scalar, saves = true, rules }: BinaryDefinition) {
  const kernel = `binary.${name}` as const;

  const ofTensors = (a: Floats, b: Floats): Floats => {
    const out = runBinary(name, kernel, a, b, 'float32');
    const gradients = [gradientRule(rules[0], a.shape), gradientRule(rules[1], b.shape)];
    return differentiable(name, [a, b], out, saves ? [a, b, out] : [], gradients);
  };

  const withNumber = (x: Floats, value: number, side: 'left' | 'right'): Floats => {
    const [right, left] = scalar!;
    const out = runScalar(side === 'right' ? right : left, x, value);
    const gradient =
      side === 'right' ? gradientRule(rules[0], x.shape, undefined, value) : gradientRule(rules[1], x.shape, value);
    return differentiable(name, [x], out, saves ? [x, out] : [], [gradient]);
  };

  return (a: Floats | number, b: Floats | number): Floats => {
    if (isNumber(a) && isNumber(b)) throw typeError(name, 'one of the operands', 'a tensor', a);
    if (scalar === undefined && (isNumber(a) || isNumber(b))) {
      const { backend } = checkTensor(name, 'the other operand', isNumber(a) ? b : a, 'float32');
      const made = (operand: Floats | number) =>
        isNumber(operand) ? scalarOf(operand, { dtype: 'float32', backend }) : operand;
      return freeingNumbers([a, b], () => ofTensors(made(a), made(b)));
    }
    if (!isNumber(a)) checkTensor(name, 'a', a, 'float32');
    if (!isNumber(b)) checkTensor(name, 'b', b, 'float32');
    if (isNumber(a)) return withNumber(b as Floats, a, 'left');
    return isNumber(b) ? withNumber(a, b, 'right') : ofTensors(a, b);
  };
}

/**
 * A rule for an operand of `shape` as the tape knows it. Saved are the operands that are no numbers, then the result; nothing
 * where the rules look at none of them.
 */
function gradientRule(rule: BinaryRule, shape: Shape, a?: number, b?: number) {
  return (g: Floats, saved: readonly Tensor[]): Floats => {
    if (saved.length === 0) return sumTo(rule(g, 0, 0, g), shape);
    const values = saved as readonly Floats[];
    return sumTo(rule(g, a ?? values[0]!, b ?? values.at(-2)!, values.at(-1)!), shape);
  };
}

/** An op that is `float` on float32 operands and kernel `binaryInt.NAME` on int32 ones. */
export function withIntegers(
  name: 'add' | 'maximum' | 'minimum' | 'mul' | 'sub',
  float: (a: Floats | number, b: Floats | number) => Floats,
) {
  return <D extends 'float32' | 'int32'>(a: Tensor<D> | number, b: Tensor<D> | number): Tensor<D> => {
    const sample = a instanceof Tensor ? a : b;
    if (!(sample instanceof Tensor) || sample.dtype !== 'int32') return float(a as Floats, b as Floats) as Tensor<D>;
    return freeingNumbers([a, b], () => {
      const [x, y] = [a, b].map((operand, i) => {
        if (typeof operand === 'number') return tensor(operand, { dtype: 'int32', backend: sample.backend });
        if (operand instanceof Tensor && operand.dtype === 'float32')
          throw new DTypeError(`${name}: cannot mix float32 and int32. Convert one with cast().`);
        return checkTensor(name, 'ab'[i]!, operand, 'int32');
      });
      return runBinary(name, `binaryInt.${name}`, x!, y!, 'int32') as Tensor as Tensor<D>;
    });
  };
}
