import type { Backend } from '@ostinato/backend';
import { zeros } from '../ops/creation.ts';
import { runtime } from '../runtime.ts';
import { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import type { Passes, Place, ScanBindings } from './passes.ts';
import type { RecordedProgram } from './program-cache.ts';
import { rowOrderOf } from './row-order.ts';
import { viewOf } from './run-parts.ts';
import { wholeBack } from './whole-back.ts';

/** What the way back needs to know of the way forth. */
export interface ForwardPass {
  readonly backend: Backend;
  readonly bindings: ScanBindings;
  /** How the steps are run back. Default: all at once. */
  readonly back: Passes['back'] | undefined;
  /** The inputs by role. */
  readonly sources: Readonly<Record<'xs' | 'init' | 'given' | 'shared' | 'boxes', readonly Tensor[]>>;
  /** How many of the saved tensors are for the way back of the program. */
  readonly saved: number;
  /** How many outputs there are before the states. */
  readonly outputs: number;
  /** Whether a tape will ask for the gradient of an input. */
  readonly wants: (input: Tensor) => boolean;
}

type Rule = (gradient: Tensor<'float32'>, saved: readonly Tensor[], gradients: readonly Tensor<'float32'>[]) => Tensor;

/** A rule for each input of a scan. One run of the program gives all gradients; the first rule that is asked starts it. */
export function scanGradients(recorded: RecordedProgram, pass: ForwardPass): readonly (Rule | undefined)[] {
  let found: (Tensor | undefined)[] | undefined;
  const { xs, init, given, shared, boxes } = pass.sources;
  const inputs = [...xs, ...init, ...given, ...shared, ...boxes];
  const wanted = inputs.map((input) => input.dtype === 'float32' && pass.wants(input));
  return inputs.map(({ shape }, i) => {
    if (!wanted[i]) return undefined;
    return (_gradient, saved, gradients) => {
      found ??= tidy(() => {
        const all = runBackward(recorded, pass, saved, gradients);
        return all.map((each, k) => (wanted[k] && each ? free(each) : undefined));
      });
      const gradient = found[i];
      gradient?.adoptInto(runtime().scope);
      return gradient ?? zeros(shape, { backend: pass.backend });
    };
  });
}

/** Runs the program back. The gradients are in nobody's charge but the safety net's until a rule hands them out. */
function runBackward(
  { program, leaves }: RecordedProgram,
  { backend, bindings, back = wholeBack(backend), sources, saved: savedCount, outputs: outputCount }: ForwardPass,
  saved: readonly Tensor[],
  arriving: readonly Tensor<'float32'>[],
): (Tensor | undefined)[] {
  const order = rowOrderOf(bindings.schedule, backend);
  const { xs, init, given, shared, boxes } = sources;
  const outputs = leaves.map(({ reached }, i) => (reached ? order.pack(arriving[i]!) : undefined));
  const states = init.map(({ dtype }, i) => (dtype === 'float32' ? order.sort(arriving[outputCount + i]!) : undefined));
  const gradients = back(program, bindings, saved.slice(0, savedCount), { outputs, states });
  const view = (at: Place | undefined, shape: readonly number[]): Tensor | undefined =>
    at && viewOf(at.block, at.offset, shape, 'float32');
  return [
    ...xs.map((x, i) => xGradient(gradients.x[i], x.shape)),
    ...init.map((x, i) => unsorted(gradients.state[i], x.shape)),
    ...given.map((x, i) => unsorted(gradients.given[i], x.shape)),
    ...[...shared, ...boxes].map((x, i) => view(gradients.fixed[i], x.shape)),
  ];

  function xGradient(at: Place | undefined, shape: readonly number[]): Tensor | undefined {
    if (at === undefined || order.isEven) return view(at, shape);
    return order.unpack(view(at, [order.rows, ...shape.slice(2)])!, shape);
  }

  function unsorted(at: Place | undefined, shape: readonly number[]): Tensor | undefined {
    const sorted = view(at, shape);
    return sorted && order.unsort(sorted);
  }
}

/** Another handle on a value, in charge of the safety net, which no scope frees. */
function free(tensor: Tensor): Tensor {
  const handle = new Tensor(tensor.block(), tensor.offset, tensor.shape, tensor.dtype);
  handle.adoptInto(undefined);
  return handle;
}
