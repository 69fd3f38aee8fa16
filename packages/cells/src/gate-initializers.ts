import { checkFunction, checkInteger, checkNumber, checkOneOf, ShapeError, typeError } from '@ostinato/base';
import {
  constantInitializer,
  identityInitializer,
  type Initializer,
  normalInitializer,
  uniformInitializer,
} from '@ostinato/nn';

/**
 * An initializer for each gate of a fused weight or bias, whose rows are cut into as many blocks: an orthogonal matrix for each gate
 * instead of one over all is `gatesInitializer(Array(4).fill(orthogonalInitializer()))`.
 * @throws ArgumentError; the initializer throws ShapeError when rows cannot be shared out evenly
 */
export function gatesInitializer(initializers: readonly Initializer[]): Initializer {
  if (!Array.isArray(initializers) || initializers.length === 0)
    throw typeError('gatesInitializer', 'initializers', 'an array with an initializer for each gate', initializers);
  for (const initializer of initializers) checkFunction('gatesInitializer', 'initializers', initializer);
  return (shape, generator) => {
    const [rows = 0, ...rest] = shape;
    const own = rows / initializers.length;
    if (!Number.isInteger(own) || rows === 0)
      throw new ShapeError(`gatesInitializer: [${shape}] cannot be shared out to ${initializers.length} gates.`);
    const parts = initializers.map((initializer: Initializer) => initializer([own, ...rest], generator));
    return {
      shape,
      draw: (uniform) => {
        const values = parts.map(({ draw }) => draw(uniform));
        return Float32Array.from(values.flatMap((part) => [...part]));
      },
    };
  };
}

/**
 * A bias of an LSTM, `[4 hiddenSize]`, that is `value` (default 1) for the forget gate and 0 for the others, so that memories last from the
 * start. Gers et al. 2000; Jozefowicz et al. 2015. With two biases give the other one zeros.
 */
export function forgetBiasInitializer(value = 1): Initializer {
  checkNumber('forgetBiasInitializer', 'value', value);
  const zero = constantInitializer(0);
  return gatesInitializer([zero, constantInitializer(value), zero, zero]);
}

/**
 * A bias for sequences whose dependencies reach up to `maxSteps`: each unit starts with a time scale of its own, uniform from 1 to
 * `maxSteps - 1`. Of an `LSTM`, `[4 hiddenSize]`, the forget gate gets its logarithm and the input gate the opposite; of a `GRU`,
 * `[3 hiddenSize]`, the update gate, which keeps here, gets the logarithm. Tallec and Ollivier 2018. With two biases give the other one zeros.
 * @throws ArgumentError; the initializer throws ShapeError when rows cannot be shared out to the gates
 */
export function chronoInitializer(maxSteps: number, kind: 'LSTM' | 'GRU' = 'LSTM'): Initializer {
  checkInteger('chronoInitializer', 'maxSteps', maxSteps, { min: 3 });
  const gates = checkOneOf('chronoInitializer', 'kind', kind, ['LSTM', 'GRU']) === 'LSTM' ? 4 : 3;
  return (shape, generator) => {
    const size = shape[0]! / gates;
    if (shape.length !== 1 || !Number.isInteger(size))
      throw new ShapeError(`chronoInitializer: expected a bias [${gates} x hiddenSize], got [${shape}].`);
    const scales = uniformInitializer(1, maxSteps - 1)([size], generator);
    return {
      shape,
      draw: (uniform) => {
        const bias = new Float32Array(gates * size);
        scales.draw(uniform).forEach((scale, unit) => {
          bias[size + unit] = Math.log(scale); // f of i, f, g, o; z of r, z, n
          if (gates === 4) bias[unit] = -Math.log(scale);
        });
        return bias;
      },
    };
  };
}

/**
 * What makes a relu network an IRNN (Le, Jaitly and Hinton 2015): the identity, times `scale` (default 1), from state to state, so that
 * gradients neither vanish nor explode at first; small normal input weights, no bias. Takes `RNNCell` and `RNN`:
 *
 * @example
 * const irnn = initialize(new RNN({ inputSize: 2, hiddenSize: 100, nonlinearity: 'relu' }), irnnInitializers());
 */
export function irnnInitializers(scale = 1): Readonly<Record<'weight_ih' | 'weight_hh' | 'bias', Initializer>> {
  checkNumber('irnnInitializers', 'scale', scale);
  return {
    weight_ih: normalInitializer(0, 0.001),
    weight_hh: identityInitializer(scale),
    bias: constantInitializer(0),
  };
}
