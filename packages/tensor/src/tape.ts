import { GradError } from '@ostinato/base';
import { runtime } from './runtime.ts';
import type { ScanDifferentiation } from './scan/differentiation.ts';
import { tidy } from './tidy.ts';
import { Tensor } from './tensor.ts';

/**
 * The derivative of an op with respect to one of its inputs: from the gradient of its output (of its first one, where it has
 * several; `gradients` are all) and what the op saved to the gradient of the input. It is made of ops, so it can be
 * differentiated again.
 */
type GradientRule<Saved extends readonly Tensor[]> = (
  gradient: Tensor<'float32'>,
  saved: Saved,
  gradients: readonly Tensor<'float32'>[],
) => Tensor;

/** What an op tells the open tapes. `gradients[i]` belongs to `inputs[i]`; `undefined` where there is no derivative. */
export interface OpRecord<Saved extends readonly Tensor[]> {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly saved: Saved;
  readonly gradients: readonly (GradientRule<Saved> | undefined)[];
}

/** The rule for an input that leads to a target. */
interface Link {
  readonly id: number;
  readonly rule: GradientRule<readonly Tensor[]>;
}

/** One op on a tape: holds aliases of the saved tensors so that nobody can free them before the backward pass. */
interface Entry {
  /** The op before it on the tape. */
  readonly before: Entry | undefined;
  readonly name: string;
  readonly links: readonly Link[];
  /** Freed, perhaps: only their ids and shapes are looked at. */
  readonly outputs: readonly Tensor[];
  readonly saved: readonly Tensor[];
  readonly versions: readonly number[];
}

/** A list of the ops that led from the targets to the present, in order. */
export class Tape {
  readonly scans: ScanDifferentiation;
  readonly #reached: Set<number>;
  /** The latest op. */
  #last: Entry | undefined;

  /** `scans`: how scans that run under this tape are differentiated. */
  constructor(targets: Iterable<Tensor>, scans: ScanDifferentiation) {
    this.scans = scans;
    this.#reached = new Set(Array.from(targets, (target) => target.id));
  }

  /** One more target. */
  watch(tensor: Tensor): void {
    this.#reached.add(tensor.id);
  }

  reaches(tensor: Tensor): boolean {
    return this.#reached.has(tensor.id);
  }

  record({ name, inputs, outputs, saved, gradients }: OpRecord<readonly Tensor[]>): void {
    const links: Link[] = [];
    for (let i = 0; i < inputs.length; i++) {
      const [{ id }, rule] = [inputs[i]!, gradients[i]];
      if (rule !== undefined && this.#reached.has(id)) links.push({ id, rule });
    }
    if (links.length === 0) return;
    for (const { id } of outputs) this.#reached.add(id);
    const [aliases, versions]: [Tensor[], number[]] = [[], []];
    for (const tensor of saved) {
      aliases.push(alias(tensor));
      versions.push(tensor.version);
    }
    this.#last = { before: this.#last, name, links, outputs, saved: aliases, versions };
  }

  /**
   * Walks the tape backward from tensors whose gradients are `seeds`, by id. Returns gradients by tensor id for `targets`;
   * frees saved tensors and intermediate gradients on the way.
   */
  backward(seeds: ReadonlyMap<number, Tensor>, targets: ReadonlySet<number>, ops: BackwardOps): Map<number, Tensor> {
    const gradients = new Map(seeds);
    const found = new Map<number, Tensor>();
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) {
      try {
        if (entry.outputs.some(({ id }) => gradients.has(id))) propagate(entry, gradients, targets, ops);
        // What an op made is complete when the op is reached; another entry of the same op (a part cut out by a copy) is not for it.
        for (const { id } of entry.outputs) if (targets.has(id)) move(id, gradients, found);
      } finally {
        release(entry);
      }
    }
    for (const id of found.keys()) gradients.delete(id);
    return new Map([...gradients, ...found]);
  }

  /** Frees whatever the tape still holds. */
  dispose(): void {
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) release(entry);
  }

  /** Takes the latest op off the tape. */
  #take(): Entry | undefined {
    const entry = this.#last;
    this.#last = entry?.before;
    return entry;
  }
}

/** The two ops that the backward pass itself needs. */
export interface BackwardOps {
  add(a: Tensor, b: Tensor): Tensor;
  zeros(shape: readonly number[]): Tensor;
}

/** Takes an item of one map into another, unless it is there already. */
function move(id: number, from: Map<number, Tensor>, to: Map<number, Tensor>): void {
  const item = from.get(id);
  if (item === undefined) return;
  if (!to.has(id)) to.set(id, item);
  from.delete(id);
}

function propagate(entry: Entry, gradients: Map<number, Tensor>, targets: ReadonlySet<number>, ops: BackwardOps): void {
  entry.saved.forEach((tensor, i) => {
    if (tensor.version === entry.versions[i]) return;
    throw new GradError(
      `${entry.name}: ${tensor} was assigned to between the forward and the backward pass (version ` +
        `${entry.versions[i]}, now ${tensor.version}). Update parameters after valueAndGrad has returned.`,
    );
  });
  const arriving: Tensor<'float32'>[] = [];
  for (const { id, shape } of entry.outputs) {
    arriving.push((gradients.get(id) ?? ops.zeros(shape)) as Tensor<'float32'>);
    if (!targets.has(id)) gradients.delete(id);
  }
  for (const { id, rule } of entry.links) {
    const before = gradients.get(id);
    const sum = tidy(() => {
      const part = rule(arriving[0]!, entry.saved, arriving);
      if (before !== undefined) return ops.add(before, part);
      // A rule may pass on what it was given; that is freed below, so the gradient needs a handle of its own.
      return arriving.includes(part as Tensor<'float32'>) || entry.saved.includes(part) ? share(part) : part;
    });
    before?.dispose();
    gradients.set(id, sum);
  }
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
  handle.adoptInto(runtime().scope);
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
  gradients: readonly (GradientRule<Saved> | undefined)[],
): T {
  if (runtime().tapes.length > 0) record({ name, inputs, outputs: [output], saved, gradients });
  return output;
}
