import type { Backend } from '@ostinato/backend';
import { checkNumber, checkOptions, fillNormal } from '@ostinato/base';
import { checkGenerator, defaultGenerator, type RandomGenerator } from '../random-generator.ts';
import { checkBackend, currentBackend, loopInRecording } from '../runtime.ts';
import { checkShape, type Shape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { matrixOf } from './define-binary.ts';
import { tensor } from './creation.ts';
import { makeTensor } from './make.ts';

/** Where random numbers come from and go to. */
export interface RandomOptions {
  /** Default: the default generator. */
  readonly generator?: RandomGenerator;
  /** Default: the current backend. */
  readonly backend?: Backend;
}

function resolve(where: string, shape: Shape, options: RandomOptions) {
  checkOptions(where, options, ['generator', 'backend']);
  const checked = checkShape(where, shape);
  const [rows, cols] = matrixOf(checked);
  checkGenerator(where, options.generator);
  return {
    shape: checked,
    rows,
    cols,
    backend: options.backend === undefined ? currentBackend() : checkBackend(where, options.backend),
    generator: options.generator ?? defaultGenerator(),
  };
}

/** Uniform numbers in [0, 1), the same bits on every backend. */
export function uniform(shape: Shape, options: RandomOptions = {}): Tensor<'float32'> {
  const { shape: checked, rows, cols, backend, generator } = resolve('uniform', shape, options);
  const { key, draw, step, call } = generator.next();
  const out = makeTensor(backend, checked, 'float32');
  backend.kernels['random.uniform'](out.storage(), rows, cols, cols, 0, key[0], key[1], draw, step, call);
  return out;
}

/** True with the given probability, the same on every backend. @throws ArgumentError when it is not within [0, 1] */
export function bernoulli(shape: Shape, probability: number, options: RandomOptions = {}): Tensor<'bool'> {
  checkNumber('bernoulli', 'probability', probability, { min: 0, max: 1 });
  const { shape: checked, rows, cols, backend, generator } = resolve('bernoulli', shape, options);
  const { key, draw, step, call } = generator.next();
  const out = makeTensor(backend, checked, 'bool');
  backend.kernels['random.bernoulli'](
    out.storage(),
    rows,
    cols,
    cols,
    0,
    key[0],
    key[1],
    draw,
    step,
    call,
    probability,
  );
  return out;
}

/** Standard normal numbers, made on the host. */
export function normal(shape: Shape, options: RandomOptions = {}): Tensor<'float32'> {
  const { shape: checked, rows, cols, backend, generator } = resolve('normal', shape, options);
  loopInRecording('normal');
  const values = new Float32Array(rows * cols);
  fillNormal(values, generator.next());
  return tensor(values, checked, { backend });
}
