import { ArgumentError, checkFlags, checkNumber, checkOptions, typeError } from '@ostinato/base';
import { sigmoid, tanh } from '@ostinato/tensor';
import type { Activation } from './onnx-activations.ts';

/** The gates of each operator, and the activations that it has unless told otherwise. */
export const operators = {
  RNN: { gates: 1, activations: [tanh] },
  GRU: { gates: 3, activations: [sigmoid, tanh] },
  LSTM: { gates: 4, activations: [sigmoid, tanh, tanh] },
} as const;

/** The operators that have what others have not. */
const owners = { inputForget: 'LSTM', linearBeforeReset: 'GRU', peepholes: 'LSTM' } as const;

/** What ONNX's recurrent operators have and other cells have not. */
export interface OnnxAttributes {
  /** What goes into activations is cut to ± this. Default: no bound. */
  readonly clip?: number;
  /** LSTM: whether the forget gate is what the input gate leaves. Default `false`. */
  readonly inputForget?: boolean;
  /** GRU: whether the reset gate acts after the recurrent product. Default `false`. */
  readonly linearBeforeReset?: boolean;
  /** LSTM: whether gates see the cell state. Default `false`. */
  readonly peepholes?: boolean;
  /** f (RNN), f and g (GRU), or f, g and h (LSTM), as `onnxActivations` makes them. Default: sigmoid for gates, else tanh. */
  readonly activations?: readonly Activation[];
}

/** The activations, if any were given. @throws ArgumentError, also for attributes of other operators */
export function checkAttributes(
  kind: keyof typeof operators,
  attributes: OnnxAttributes,
): readonly Activation[] | undefined {
  const where = 'OnnxRecurrentCell: attributes';
  checkOptions(where, attributes, ['clip', 'inputForget', 'linearBeforeReset', 'peepholes', 'activations']);
  const { clip: bound, activations, ...flags } = attributes;
  checkFlags(where, flags);
  for (const [name, owner] of Object.entries(owners)) {
    if (attributes[name as keyof typeof owners] === true && kind !== owner)
      throw new ArgumentError(
        `${where}: ${name} must be left out: it is an attribute of ${owner}, and this is ${kind}.`,
      );
  }
  if (bound !== undefined) checkNumber(where, 'clip', bound, { above: 0 });
  if (activations === undefined) return undefined;
  const { length: count } = operators[kind].activations;
  if (Array.isArray(activations) && activations.length === count && activations.every((f) => typeof f === 'function'))
    return activations;
  throw typeError(where, 'activations', `an array of ${count} functions`, activations);
}
