import { type DType, DTypeError } from '@ostinato/base';
import { isNumber } from '../compile/host.ts';
import { broadcastShapes } from '../shape.ts';
import { differentiable } from '../tape.ts';
import { Tensor } from '../tensor.ts';
import { alignOperands } from './broadcast.ts';
import { zeros } from './creation.ts';
import { backendOf, checkTensor, makeTensor } from './make.ts';
import { freeingNumbers, scalarOf } from './number-operand.ts';
import { sumTo } from './sum.ts';

/** `a` where `condition` is true, `b` elsewhere, broadcasting; a number takes the other operand's dtype. */
export function where<D extends DType = 'float32'>(
  condition: Tensor<'bool'>,
  a: Tensor<D> | number,
  b: Tensor<D> | number,
): Tensor<D> {
  return freeingNumbers([a, b], () => choose(condition, a, b));
}

function choose<D extends DType>(condition: Tensor<'bool'>, a: Tensor<D> | number, b: Tensor<D> | number): Tensor<D> {
  checkTensor('where', 'condition', condition, 'bool');
  const dtype = (a instanceof Tensor ? a.dtype : b instanceof Tensor ? b.dtype : 'float32') as D;
  const { backend } = condition;
  const [x, y] = [a, b].map((operand, i) =>
    isNumber(operand) ? scalarOf(operand, { dtype, backend }) : checkTensor('where', 'ab'[i]!, operand),
  ) as [Tensor<D>, Tensor<D>];
  if (x.dtype !== y.dtype)
    throw new DTypeError(`where: cannot choose between ${x.dtype} and ${y.dtype}. Convert one with cast().`);
  const shape = broadcastShapes('where', broadcastShapes('where', x.shape, y.shape), condition.shape);
  const out = run(condition, x, y, shape);
  if (dtype !== 'float32') return out;
  return differentiable(
    'where',
    [x, y],
    out,
    [condition],
    [
      (g, [keep]) => sumTo(where(keep, g, zeros([], { backend })), x.shape), // 1 where chosen
      (g, [keep]) => sumTo(where(keep, zeros([], { backend }), g), y.shape),
    ],
  );
}

function run<D extends DType>(
  condition: Tensor<'bool'>,
  a: Tensor<D>,
  b: Tensor<D>,
  shape: readonly number[],
): Tensor<D> {
  const backend = backendOf('where', condition, a, b);
  const { operands, plan } = alignOperands([condition, a, b], shape);
  const out = makeTensor(backend, shape, a.dtype);
  const storages = operands.map((x) => x.storage());
  const strides = plan.operands.map(({ stride }) => stride) as [number, number, number];
  const columns = plan.operands.map(({ column }) => column) as [number, number, number];
  backend.kernels[`where.${a.dtype as DType}`](
    out.storage(),
    storages[0],
    storages[1],
    storages[2],
    plan.rows,
    plan.cols,
    plan.cols,
    ...strides,
    ...columns,
  );
  for (const x of operands) if (x !== condition && x !== a && x !== b) x.dispose();
  return out;
}
