import { ArgumentError, nearestName, typeError } from '@ostinato/base';
import {
  add,
  elu,
  greaterEqual,
  hardtanh,
  leakyRelu,
  mul,
  relu,
  sigmoid,
  softplus,
  softsign,
  tanh,
  type Tensor,
  where,
} from '@ostinato/tensor';

type Floats = Tensor<'float32'>;

/** A nonlinearity. */
export type Activation = (x: Floats) => Floats;

/** A function of ONNX's recurrent operators: its formula, and how many of alpha and beta it takes, with their defaults. */
interface Row {
  readonly defaults: readonly number[];
  readonly make: (alpha: number, beta: number) => Activation;
}

/** By ONNX's names (opset 22). */
const rows: Readonly<Record<string, Row>> = {
  Relu: { defaults: [], make: () => relu },
  Tanh: { defaults: [], make: () => tanh },
  Sigmoid: { defaults: [], make: () => sigmoid },
  Affine: { defaults: [1, 0], make: (alpha, beta) => (x) => add(mul(x, alpha), beta) },
  LeakyRelu: { defaults: [0.01], make: (alpha) => (x) => leakyRelu(x, alpha) },
  ThresholdedRelu: { defaults: [1], make: (alpha) => (x) => where(greaterEqual(x, alpha), x, 0) },
  ScaledTanh: { defaults: [1, 1], make: (alpha, beta) => (x) => mul(tanh(mul(x, beta)), alpha) },
  HardSigmoid: { defaults: [0.2, 0.5], make: (alpha, beta) => (x) => hardtanh(add(mul(x, alpha), beta), 0, 1) },
  Elu: { defaults: [1], make: (alpha) => (x) => elu(x, alpha) },
  Softsign: { defaults: [], make: () => softsign },
  Softplus: { defaults: [], make: () => (x) => softplus(x, { threshold: Infinity }) },
};

/**
 * The functions that ONNX's attributes `activations`, `activation_alpha` and `activation_beta` name. Each function that takes an alpha or
 * a beta uses up the next one of its list; without one it has its default. Names are compared without case, as ONNX Runtime does.
 * @throws ArgumentError for an unknown name
 */
export function onnxActivations(
  names: readonly string[],
  alphas: readonly number[] = [],
  betas: readonly number[] = [],
): Activation[] {
  for (const [name, list] of Object.entries({ names, alphas, betas }))
    if (!Array.isArray(list)) throw typeError('onnxActivations', name, 'an array', list);
  const [alpha, beta] = [[...alphas], [...betas]];
  return names.map((name) => {
    if (typeof name !== 'string') throw typeError('onnxActivations', 'names', 'an array of names', names);
    const known = Object.keys(rows).find((key) => key.toLowerCase() === name.toLowerCase());
    if (known === undefined) {
      const near = nearestName(name, Object.keys(rows));
      throw new ArgumentError(
        `onnxActivations: ${name} is no activation of ONNX's recurrent operators${near === undefined ? '' : `. Did you mean ${near}?`}`,
      );
    }
    const { defaults, make } = rows[known]!;
    const [first = 1, second = 0] = defaults;
    return make(
      defaults.length > 0 ? (alpha.shift() ?? first) : first,
      defaults.length > 1 ? (beta.shift() ?? second) : second,
    );
  });
}
