import { GradError } from '@ostinato/base';
import { runtime } from './runtime.ts';
import { adopt } from './scope.ts';
import { tidy } from './tidy.ts';
import { Tensor } from './tensor.ts';

/**
 * The derivative of an op with respect to one of its inputs: from the gradients of the outputs and what the op saved
 * to the gradient of the input. It is made of ops, so it can be differentiated again.
 */
type GradientRule<Saved extends readonly Tensor[]> = (gradients: readonly Tensor[], saved: Saved) => Tensor;

/** What an op tells the open tapes. `gradients[i]` belongs to `inputs[i]`; `undefined` where there is no derivative. */
export interface OpRecord<Saved extends readonly Tensor[]> {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly saved: Saved;
  readonly gradients: readonly (GradientRule<Saved> | undefined)[];
}

/** One op on a tape: holds aliases of the saved tensors so that nobody can free them before the backward pass. */
interface Entry {
  readonly name: string;
  readonly inputIds: readonly number[];
  readonly outputs: readonly { id: number; shape: readonly number[] }[];
  readonly saved: readonly Tensor[];
  readonly versions: readonly number[];
  readonly gradients: readonly (GradientRule<readonly Tensor[]> | undefined)[];
}

/** A list of the ops that led from the targets to the present, in order. */
export class Tape {
  readonly #reached: Set<number>;
  readonly #entries: Entry[] = [];

  constructor(targets: Iterable<Tensor>) {
    this.#reached = new Set(Array.from(targets, (target) => target.id));
  }

  reaches(tensor: Tensor): boolean {
    return this.#reached.has(tensor.id);
  }

  record({ name, inputs, outputs, saved, gradients }: OpRecord<readonly Tensor[]>): void {
    const needed = inputs.map((input, i) => gradients[i] !== undefined && this.reaches(input));
    if (!needed.includes(true)) return;
    for (const output of outputs) this.#reached.add(output.id);
    this.#entries.push({
      name,
      inputIds: inputs.map((input) => input.id),
      outputs: outputs.map(({ id, shape }) => ({ id, shape })),
      saved: saved.map(alias),
      versions: saved.map((tensor) => tensor.version),
      gradients: gradients.map((rule, i) => (needed[i] ? rule : undefined)),
    });
  }

  /**
   * Walks the tape backward from `root`, whose gradient is `seed`. Returns gradients by tensor id for `targets`;
   * frees saved tensors and intermediate gradients on the way.
   */
  backward(root: Tensor, seed: Tensor, targets: ReadonlySet<number>, ops: BackwardOps): Map<number, Tensor> {
    const gradients = new Map<number, Tensor>([[root.id, seed]]);
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) {
      try {
        if (entry.outputs.some(({ id }) => gradients.has(id))) propagate(entry, gradients, targets, ops);
      } finally {
        release(entry);
      }
    }
    return gradients;
  }

  /** Frees whatever the tape still holds. */
  dispose(): void {
    this.#entries.forEach(release);
    this.#entries.length = 0;
  }
}

/** The two ops that the backward pass itself needs. */
export interface BackwardOps {
  add(a: Tensor, b: Tensor): Tensor;
  zeros(shape: readonly number[]): Tensor;
}

function propagate(entry: Entry, gradients: Map<number, Tensor>, targets: ReadonlySet<number>, ops: BackwardOps): void {
  entry.saved.forEach((tensor, i) => {
    if (tensor.version === entry.versions[i]) return;
    throw new GradError(
      `${entry.name}: ${tensor} was assigned to between the forward and the backward pass (version ` +
        `${entry.versions[i]}, now ${tensor.version}). Update parameters after valueAndGrad has returned.`,
    );
  });
  const arriving = entry.outputs.map(({ id, shape }) => gradients.get(id) ?? ops.zeros(shape));
  for (const { id } of entry.outputs) if (!targets.has(id)) gradients.delete(id);
  entry.inputIds.forEach((id, i) => {
    const rule = entry.gradients[i];
    if (rule === undefined) return;
    const sum = tidy(() => {
      const part = rule(arriving, entry.saved);
      const before = gradients.get(id);
      if (before !== undefined) return ops.add(before, part);
      // A rule may pass on what it was given; that is freed below, so the gradient needs a handle of its own.
      return [...arriving, ...entry.saved].includes(part) ? share(part) : part;
    });
    gradients.get(id)?.dispose();
    gradients.set(id, sum);
  });
  entry.outputs.forEach(({ id }, i) => {
    if (!targets.has(id)) arriving[i]!.dispose();
  });
}

/** Lets go of an entry's saved copies. */
function release(entry: Entry): void {
  for (const tensor of entry.saved) if (isValue(tensor)) tensor.dispose();
}

/** Parameters and buffers are boxes, not values: the tape refers to them and compares versions. */
const isValue = (tensor: Tensor): boolean => tensor.constructor === Tensor;

/** The same value in another handle, so that disposing the one leaves the other alive. */
function alias(tensor: Tensor): Tensor {
  if (!isValue(tensor)) return tensor;
  return new Tensor(tensor.block(), tensor.offset, tensor.shape, tensor.dtype, tensor.id);
}

/** Another handle on a value, in charge of the open scope; it has the id of the original, so outer tapes know it. */
function share(tensor: Tensor): Tensor {
  const handle = new Tensor(tensor.block(), tensor.offset, tensor.shape, tensor.dtype, tensor.id);
  adopt(handle, handle.block(), runtime().scope);
  return handle;
}

/** Tells every open tape about an op that just ran. Returns the outputs. */
export function record<const Saved extends readonly Tensor[]>(op: OpRecord<Saved>): void {
  for (const tape of runtime().tapes) tape.record(op as unknown as OpRecord<readonly Tensor[]>);
}

/** Tells every open tape about an op with one output, and returns that output. */
export function differentiable<T extends Tensor, const Saved extends readonly Tensor[]>(
  name: string,
  inputs: readonly Tensor[],
  output: T,
  saved: Saved,
  gradients: readonly (((gradient: Tensor<'float32'>, saved: Saved) => Tensor) | undefined)[],
): T {
  if (runtime().tapes.length === 0) return output;
  const rules = gradients.map(
    (rule) => rule && (([g]: readonly Tensor[], s: Saved) => rule(g as Tensor<'float32'>, s)),
  );
  record({ name, inputs, outputs: [output], saved, gradients: rules });
  return output;
}
