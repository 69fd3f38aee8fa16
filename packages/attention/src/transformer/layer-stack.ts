import { ArgumentError, describe, StateError, typeError } from '@ostinato/base';
import type { LayerNorm, RMSNorm } from '@ostinato/nn';
import type { SequenceResult } from '@ostinato/sequence';
import { Tensor, tidy } from '@ostinato/tensor';
import { type AttentionTrace, ofLayer } from './attention-trace.ts';

type Floats = Tensor<'float32'>;
type Norm = LayerNorm | RMSNorm;

/** Checks what layers one after the other have in common. @throws ArgumentError */
export function checkStack(where: string, layers: readonly unknown[], norm: Norm | undefined): void {
  if (layers.length === 0) throw new ArgumentError(`${where}: layers must hold at least one layer.`);
  if (norm !== undefined && typeof (norm as Partial<Norm> | null)?.forward !== 'function')
    throw typeError(where, 'norm', 'a layer with a forward method', norm);
}

/** Layers one after the other, and perhaps a norm. */
interface Stack<L> {
  readonly layers: readonly L[];
  readonly norm: Norm | undefined;
}

/**
 * Runs each layer on what the one before gave, with its own part of the state. Traces are named by layer.
 * @throws StateError for a state of another number of layers
 */
export function forwardStack<L, S>(
  where: string,
  { layers, norm }: Stack<L>,
  input: Floats,
  { state, trace: traced = false }: { readonly state?: readonly S[]; readonly trace?: boolean },
  run: (layer: L, x: Floats, state: { readonly state?: S }) => SequenceResult<S>,
): SequenceResult<readonly S[]> {
  if (state !== undefined && (!Array.isArray(state) || state.length !== layers.length))
    throw new StateError(
      `${where}.forward: state must hold the states of ${layers.length} layers, got ${Array.isArray(state) ? state.length : describe(state)}.`,
    );
  return tidy(() => {
    let output = input;
    let trace: AttentionTrace = {};
    const states = layers.map((layer, i) => {
      const own = state?.[i];
      const result = run(layer, output, own === undefined ? {} : { state: own });
      if (!(result?.output instanceof Tensor))
        throw typeError(where, `the result of layers[${i}]`, 'that of a sequence layer, { output, state }', result);
      output = result.output;
      trace = { ...trace, ...ofLayer(result.trace, i) };
      return result.state;
    });
    return { output: norm === undefined ? output : norm.forward(output), state: states, ...(traced && { trace }) };
  });
}
