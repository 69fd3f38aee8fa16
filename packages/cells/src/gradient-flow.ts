import { checkFunction, checkNumber, checkOptions, ShapeError, typeError } from '@ostinato/base';
import { add, mapTree, permute, sum, Tensor, tensorsIn, tidy, unstack, valueAndGrad, zeros } from '@ostinato/tensor';
import type { Cell, CellState } from './cell.ts';
import { memoryParts } from './memory-parts.ts';

type Floats = Tensor<'float32'>;

/** Options of `gradientFlow`. */
export interface GradientFlowOptions<S extends CellState> {
  /** The state to start from. Default: the cell's own. */
  readonly state?: S;
  /** A scalar from the outputs of all steps, each `[batch, outputSize]`. Default: the sum of the last one. */
  readonly loss?: (outputs: readonly Floats[]) => Floats;
  /** How many times larger or smaller the gradient at the first step may be than at the last. Default 1000. */
  readonly threshold?: number;
}

/** How gradients come back through time. Norms are over batch and units; entry k of each list belongs to the step k steps before the last. */
export interface GradientFlow {
  /** Norms of the gradient of the state that a step got, of its `h` and `c` together (of all its parts where it has neither). */
  readonly state: readonly number[];
  /** The same for each part of the state: `h`, `c`. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
  /** Norms of the gradients of what a step traces: gates, and what went into them. */
  readonly traced: Readonly<Record<string, readonly number[]>>;
  /** What one step back multiplies the gradient of the state by, on the average. */
  readonly rate: number;
  /** Whether the gradient of the state gets lost on its way, arrives, or grows out of bounds; `none` where there is no gradient at all. */
  readonly verdict: 'vanishing' | 'healthy' | 'exploding' | 'none';
  /** The figures behind the verdict, in words. */
  readonly evidence: string;
}

/**
 * Runs a cell over `input [batch, steps, inputSize]`, differentiates a loss at the end, and tells how much of the gradient reaches each
 * earlier step: of a zero that is added to the state before the step, and of the gates in it (Hochreiter 1991; Pascanu et al. 2013).
 * @throws ShapeError, ArgumentError
 *
 * @example
 * console.log(gradientFlow(new RNNCell({ inputSize: 1, hiddenSize: 32 }), normal([8, 200, 1])).evidence);
 */
export function gradientFlow<S extends CellState>(
  cell: Cell<S>,
  input: Floats,
  options: GradientFlowOptions<S> = {},
): GradientFlow {
  if (typeof cell?.step !== 'function') throw typeError('gradientFlow', 'cell', 'a cell', cell);
  checkOptions('gradientFlow', options, ['state', 'loss', 'threshold']);
  const { loss = (outputs) => sum(outputs.at(-1)!), threshold = 1000 } = options;
  checkFunction('gradientFlow', 'loss', loss);
  checkNumber('gradientFlow', 'threshold', threshold, { above: 1 });
  if (!(input instanceof Tensor)) throw typeError('gradientFlow', 'input', 'a tensor', input);
  if (input.rank !== 3 || input.shape[2] !== cell.inputSize || input.shape[1]! < 2)
    throw new ShapeError(
      `gradientFlow: expected input [batch, steps, ${cell.inputSize}] of at least 2 steps, got [${input.shape}].`,
    );
  const { parts, traced } = tidy(() => {
    const init = options.state ?? cell.initialState(input.shape[0]!);
    return normsOf(cell, unstack(permute(input, [1, 0, 2])), init, loss);
  });
  const lists = memoryParts(Object.keys(parts)).map((name) => parts[name]!);
  const state = lists[0]!.map((_, lag) => Math.hypot(...lists.map((list) => list[lag]!)));
  return { state, parts, traced, ...judge(state, threshold) };
}

type Norms = Record<string, number[]>;

/** Gradients of zeros that are added to the state, and of traced values, which join the targets as they are made. */
function normsOf<S extends CellState>(
  cell: Cell<S>,
  xs: readonly Floats[],
  init: S,
  loss: (outputs: Floats[]) => Floats,
) {
  const names = Object.keys(init);
  const probes = xs.map(() => mapTree(init, ({ shape, backend }) => zeros(shape, { backend })));
  const targets = [...tensorsIn(probes)] as Floats[];
  const probed = targets.length;
  const traces: { readonly name: string; readonly step: number }[] = [];
  const { gradients } = valueAndGrad(targets, () => {
    let state = init;
    const outputs = xs.map((x, step) => {
      const before = state;
      const moved = mapTree(probes[step]!, (probe, name) => add(before[name]!, probe as Floats));
      const result = cell.step(x, moved);
      for (const [name, value] of Object.entries(result.trace ?? {})) {
        targets.push(value as Floats);
        traces.push({ name, step });
      }
      ({ state } = result);
      return result.output;
    });
    return loss(outputs);
  });
  const [parts, traced]: [Norms, Norms] = [{}, {}];
  (gradients as (Floats | undefined)[]).forEach((gradient, at) => {
    const isProbe = at < probed;
    const { name, step } = isProbe
      ? { name: names[at % names.length]!, step: Math.floor(at / names.length) }
      : traces[at - probed]!;
    const norms = ((isProbe ? parts : traced)[name] ??= []);
    norms[xs.length - 1 - step] = gradient === undefined ? 0 : Math.hypot(...gradient.dataSync());
  });
  return { parts, traced };
}

/** What the norms of the state's gradients say, from the latest step that gets any. */
function judge(state: readonly number[], threshold: number): Pick<GradientFlow, 'rate' | 'verdict' | 'evidence'> {
  const from = state.findIndex((norm) => norm !== 0);
  if (from < 0)
    return { rate: 0, verdict: 'none', evidence: 'none: the loss has no gradient with respect to the state.' };
  const [last, first, lag] = [state[from]!, state.at(-1)!, state.length - 1 - from];
  const ratio = first / last;
  const reached = state.reduce((furthest, norm, at) => (norm === 0 ? furthest : at), from); // what is below 1e-45 tells no rate
  const rate = reached > from ? (state[reached]! / last) ** (1 / (reached - from)) : 0;
  const exploding = !state.every(Number.isFinite) || ratio > threshold;
  const verdict = exploding ? 'exploding' : ratio > 1 / threshold ? 'healthy' : 'vanishing';
  const where = from === 0 ? 'the last step' : `step ${state.length - from} of ${state.length}`;
  const evidence =
    `${verdict}: the gradient of the state has norm ${last.toPrecision(3)} before ${where} and ${first.toPrecision(3)} ${lag} steps ` +
    `earlier, ${ratio.toPrecision(3)} of it; each step multiplies it by ${rate.toPrecision(3)}.`;
  return { rate, verdict, evidence };
}
