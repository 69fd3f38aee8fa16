import { add, mul, sum, Tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { type Check, valuesOf } from './check.ts';
import { Uncovered } from './config.ts';
import type { GoldenCase } from './golden-case.ts';

/** What a forward function gives: one tensor `y`, several `y0, y1, ...`, or tensors by name. */
export type Outputs = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** Elements of a stored tensor that must be equal to the reference, by its name. */
export type ExactElements = Readonly<Record<string, (index: number) => boolean>>;

/** What a case may store under this contract. `packed.*` is the layout of packed sequences, which the project does not have. */
const understood = /^(param|input|cotangent|output|packed|after|grad\.input|grad\.param)\./;

function byName(outputs: Outputs): Readonly<Record<string, Tensor>> {
  if (outputs instanceof Tensor) return { y: outputs };
  if (Array.isArray(outputs))
    return Object.fromEntries((outputs as readonly Tensor[]).map((part, i) => [`y${i}`, part]));
  return outputs as Readonly<Record<string, Tensor>>;
}

/** `L = sum over outputs of output * cotangent`. */
function objective(golden: GoldenCase, outputs: Readonly<Record<string, Tensor>>): Tensor<'float32'> {
  return Object.entries(outputs)
    .filter(([name]) => golden.has(`cotangent.${name}`))
    .map(([name, output]) =>
      sum(mul(output as Tensor<'float32'>, golden.load(`cotangent.${name}`) as Tensor<'float32'>)),
    )
    .reduce((total, part) => add(total, part), zeros([]));
}

/**
 * Runs `forward`, and checks every stored `output.*`, the stored gradients of `targets` (by their names after `grad.`), and
 * the buffers that are stored as `after.*`, which are the targets `param.*`.
 * @throws Uncovered when the case stores something else
 */
export function contractChecks(
  golden: GoldenCase,
  targets: ReadonlyMap<string, Tensor>,
  forward: () => Outputs,
  exact: ExactElements = {},
): Check[] {
  const foreign = golden.names().find((name) => !understood.test(name));
  if (foreign !== undefined) throw new Uncovered(`tensor ${foreign}`);
  const wanted = golden.names('grad.').filter((name) => targets.has(name.slice('grad.'.length)));
  const { aux: outputs, gradients } = valueAndGrad(
    wanted.map((name) => targets.get(name.slice('grad.'.length))!),
    () => {
      const outputs = byName(forward());
      return [objective(golden, outputs), outputs];
    },
  );
  const computed = new Map(Object.entries(outputs).map(([name, output]) => [`output.${name}`, valuesOf(output)]));
  wanted.forEach((name, i) => {
    const { shape } = targets.get(name.slice('grad.'.length))!;
    computed.set(name, valuesOf(gradients[i] ?? zeros(shape))); // not reached: the derivative is 0
  });
  for (const name of golden.names('after.')) {
    const buffer = targets.get(`param.${name.slice('after.'.length)}`);
    if (buffer !== undefined) computed.set(name, valuesOf(buffer));
  }
  return [...golden.names('output.'), ...golden.names('grad.'), ...golden.names('after.')].map((tensor) => ({
    tensor,
    got: computed.get(tensor),
    tolerance: tensor.startsWith('grad.') ? 'grad' : 'fwd',
    ...(exact[tensor] && { exact: exact[tensor] }),
  }));
}
