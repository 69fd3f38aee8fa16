import type { KernelName } from '@ostinato/backend';
import { type DType, DTypeError, typeError } from '@ostinato/base';
import { broadcastShapes, type Shape } from '../shape.ts';
import { differentiable } from '../tape.ts';
import { Tensor } from '../tensor.ts';
import { alignOperands } from './broadcast.ts';
import { tensor } from './creation.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { freeingNumbers } from './number-operand.ts';
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

type ScalarKernel = (
  out: unknown,
  x: unknown,
  rows: number,
  cols: number,
  outStride: number,
  xStride: number,
  value: number,
) => void;
type BinaryKernel = (out: unknown, a: unknown, b: unknown, ...plan: number[]) => void;

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
  const [p, q] = plan.operands as [{ stride: number; column: number }, { stride: number; column: number }];
  const run = backend.kernels[kernel] as BinaryKernel;
  run(
    out.storage(),
    left.storage(),
    right.storage(),
    plan.rows,
    plan.cols,
    plan.cols,
    p.stride,
    q.stride,
    p.column,
    q.column,
  );
  for (const x of operands) if (x !== a && x !== b) x.dispose();
  return out;
}

function runScalar(kernel: KernelName, x: Tensor, value: number): Floats {
  const out = makeTensor(x.backend, x.shape, 'float32');
  const [rows, cols] = matrixOf(x.shape);
  (x.backend.kernels[kernel] as ScalarKernel)(out.storage(), x.storage(), rows, cols, cols, cols, value);
  return out;
}

/** A contiguous tensor as rows of its first axis. */
export function matrixOf(shape: Shape): [rows: number, cols: number] {
  const rows = shape.length > 1 ? shape[0]! : 1;
  const size = shape.reduce((product, n) => product * n, 1);
  return [rows, rows === 0 ? 0 : size / rows];
}

/** A float op of two operands, either of which may be a number, from its rules. */
export function defineFloatBinary({ name, scalar, saves = true, rules }: BinaryDefinition) {
  return (a: Floats | number, b: Floats | number): Floats => {
    if (typeof a === 'number' && typeof b === 'number') throw typeError(name, 'one of the operands', 'a tensor', a);
    if (scalar === undefined && (typeof a === 'number' || typeof b === 'number')) {
      const { backend } = checkTensor(name, 'the other operand', typeof a === 'number' ? b : a, 'float32');
      const made = (operand: Floats | number) => (typeof operand === 'number' ? tensor(operand, { backend }) : operand);
      return freeingNumbers([a, b], () => defineFloatBinary({ name, saves, rules })(made(a), made(b)));
    }
    const out =
      typeof b === 'number'
        ? runScalar(scalar![0], checkTensor(name, 'a', a, 'float32'), b)
        : typeof a === 'number'
          ? runScalar(scalar![1], checkTensor(name, 'b', b, 'float32'), a)
          : runBinary(
              name,
              `binary.${name}`,
              checkTensor(name, 'a', a, 'float32'),
              checkTensor(name, 'b', b, 'float32'),
              'float32',
            );
    const tensors = [a, b].filter((x) => x instanceof Tensor);
    const gradients = [a, b].flatMap((x, i) => (x instanceof Tensor ? [{ shape: x.shape, rule: rules[i]! }] : []));
    return differentiable(
      name,
      tensors,
      out,
      saves ? [...tensors, out] : [],
      gradients.map(({ shape, rule }) => (g, saved) => {
        let next = 0;
        const [x, y] = saves
          ? [a, b].map((operand) => (typeof operand === 'number' ? operand : (saved[next++] as Floats)))
          : [0, 0];
        return sumTo(rule(g, x!, y!, saved.at(-1) as Floats), shape);
      }),
    );
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
