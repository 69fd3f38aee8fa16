import type { Tensor } from '@ostinato/tensor';
import type { Config } from '../config.ts';
import type { Outputs } from '../contract.ts';
import type { Inputs } from '../inputs.ts';

type Floats = Tensor<'float32'>;

/** Reads the case's options, and returns the op as a function of the inputs. @throws Uncovered */
export type Op = (config: Config) => (inputs: Inputs) => Outputs;

/** `y = f(x)`, no options. */
export function unary(f: (x: Floats) => Floats): Op {
  return () => (inputs) => f(inputs.float('x'));
}

/** `y = f(a, b)`, no options. */
export function binary(f: (a: Floats, b: Floats) => Floats): Op {
  return () => (inputs) => f(inputs.float('a'), inputs.float('b'));
}

/** `y = f(x)` along the axis `dim`. */
export function alongAxis(f: (x: Floats, axis: number) => Floats): Op {
  return (config) => {
    const axis = config.number('dim', -1);
    return (inputs) => f(inputs.float('x'), axis);
  };
}

/** `y = f(x)` over the axes `dim` (default: all), which stay with `keepdim`. */
export function reduction(
  f: (x: Floats, axes: number | number[] | undefined, options: { keepDims: boolean }) => Floats,
): Op {
  return (config) => {
    const axes = config.has('dim') ? config.numberOrNumbers('dim') : undefined;
    const options = { keepDims: config.flag('keepdim', false) };
    return (inputs) => f(inputs.float('x'), axes, options);
  };
}
