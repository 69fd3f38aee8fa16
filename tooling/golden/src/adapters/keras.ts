import type { OnnxRecurrentState } from '@ostinato/cells/onnx';
import { stateDict } from '@ostinato/nn';
import { heldOutput } from '@ostinato/sequence';
import { add, concat, flip, mul, permute, scan, sum, type Tensor, valueAndGrad, zeros } from '@ostinato/tensor';
import { type Adapter, type Check, valuesOf } from '../check.ts';
import { Config, rowOf } from '../config.ts';
import type { GoldenCase } from '../golden-case.ts';
import { kerasCell, type KerasCell } from './keras-cells.ts';

type Floats = Tensor<'float32'>;

/** What one direction gives: its outputs in the order of the input, `[batch, steps, units]`, and its last state. */
interface Direction {
  readonly sequence: Floats;
  readonly last: readonly Floats[];
}

const merges: Readonly<Record<string, (a: Floats, b: Floats) => Floats>> = {
  concat: (a, b) => concat([a, b]),
  sum: add,
  mul,
  ave: (a, b) => mul(add(a, b), 0.5),
};

/** A direction as Keras runs it: a masked step repeats the output before it, in the order of processing, and keeps the state. */
function direction(
  { cell }: KerasCell,
  x: Floats,
  mask: Tensor<'bool'> | undefined,
  initial: readonly Floats[],
  backwards: boolean,
): Direction {
  const zero = cell.initialState(x.shape[0]!);
  const [h = zero.h, c = zero.c] = initial;
  const init: OnnxRecurrentState = c === undefined ? { h } : { h, c };
  const step = (xt: Floats, state: OnnxRecurrentState) => cell.step(xt, state);
  const { outputs, state } = scan(step, init, permute(x, [1, 0, 2]), { reverse: backwards, ...(mask && { mask }) });
  const output = permute(outputs, [1, 0, 2]);
  const inOrder = <T extends Tensor>(value: T): T => (backwards ? (flip(value, 1) as Tensor as T) : value);
  const held = mask === undefined ? output : inOrder(heldOutput(inOrder(output), inOrder(mask)));
  return { sequence: held, last: state.c === undefined ? [state.h] : [state.h, state.c] };
}

/** How a case is run: the outputs in Keras's order. */
function runner(golden: GoldenCase, config: Config, cells: readonly KerasCell[]): (x: Floats) => readonly Floats[] {
  config.ignore('mask'); // is a tensor as well
  const [sequences, states] = [config.flag('return_sequences', false), config.flag('return_state', false)];
  const backwards = config.flag('go_backwards', false);
  const mode = config.text('bidirectional_merge_mode', 'null');
  const merge = mode === 'null' ? undefined : rowOf('bidirectional_merge_mode', merges, mode);
  const initial = golden.names('input.initial_state').map((name) => golden.load(name) as Floats);
  const mask = golden.has('input.mask') ? (golden.load('input.mask') as Tensor<'bool'>) : undefined;
  const share = initial.length / cells.length;
  return (x) => {
    const results = cells.map((cell, at) =>
      direction(cell, x, mask, initial.slice(at * share, (at + 1) * share), at === 1 ? !backwards : backwards),
    );
    const single = cells.length === 1;
    // A single layer gives its outputs as it reads; of two, the one that reads backwards is turned around.
    const ordered = results.map(({ sequence }) => (backwards ? flip(sequence, 1) : sequence));
    const outputs = sequences ? ordered : results.map(({ last }) => last[0]!);
    const merged = merge === undefined || single ? outputs : [merge(outputs[0]!, outputs[1]!)];
    return [...merged, ...(states ? results.flatMap(({ last }) => last) : [])];
  };
}

/** Cases of kind `keras`: recurrent layers and `Bidirectional`, with gradients of inputs and weights. */
export const kerasAdapter: Adapter = (golden) => {
  const config = new Config(golden.config);
  const bidirectional = Object.hasOwn(golden.config, 'bidirectional_merge_mode');
  const prefixes = bidirectional ? ['forward.', 'backward.'] : [''];
  const x = golden.load('input.x') as Floats;
  const cells = prefixes.map(() => kerasCell(config, x.shape[2]!));
  const run = runner(golden, config, cells);
  config.finish();
  cells.forEach(({ load }, at) => load(golden, prefixes[at]!));
  const boxes = cells.map(({ cell }) => stateDict(cell));
  const targets = [x, ...boxes.flatMap((dict) => [...dict.values()])] as Floats[];
  const { aux: outputs, gradients } = valueAndGrad(targets, () => {
    const results = run(x);
    const cotangent = (at: number) => golden.load(`cotangent.${at}`) as Floats;
    return [results.map((output, at) => sum(mul(output, cotangent(at)))).reduce((a, b) => add(a, b)), results];
  });
  const gradientOf = (target: Tensor): Tensor => gradients[targets.indexOf(target as Floats)] ?? zeros(target.shape);
  const checks: Check[] = outputs.map((output, at) => ({
    tensor: `output.${at}`,
    got: valuesOf(output),
    tolerance: 'fwd',
  }));
  checks.push({ tensor: 'grad.input.x', got: valuesOf(gradientOf(x)), tolerance: 'grad' });
  cells.forEach(({ gradients: turned }, at) => {
    for (const [name, got] of turned((key) => gradientOf(boxes[at]!.get(key)!)))
      checks.push({ tensor: `grad.weight.${prefixes[at]!}${name}`, got, tolerance: 'grad' });
  });
  const known = new Set(checks.map(({ tensor }) => tensor));
  const others = [...golden.names('output.'), ...golden.names('grad.')].filter((name) => !known.has(name));
  return [...checks, ...others.map((tensor): Check => ({ tensor, got: undefined, tolerance: 'fwd' }))];
};
