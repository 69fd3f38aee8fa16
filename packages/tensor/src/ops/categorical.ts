import { checkOptions, ShapeError } from '@ostinato/base';
import { checkGenerator, type RandomGenerator } from '../random-generator.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { argmax } from './argmax.ts';
import { sub } from './binary.ts';
import { checkTensor } from './make.ts';
import { uniform } from './random.ts';
import { log, neg } from './unary.ts';

/** Where `categorical` draws from. */
export interface CategoricalOptions {
  /** Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/**
 * A class for each row, drawn with probabilities `softmax(logits)`: `[..., classes]` to int32 `[...]`. Classes with logit
 * -Infinity are never drawn. By the Gumbel trick (Gumbel 1954): the argmax of `logits - log(-log(u))`.
 * @throws ShapeError without classes, DTypeError
 */
export function categorical(logits: Tensor<'float32'>, options: CategoricalOptions = {}): Tensor<'int32'> {
  checkTensor('categorical', 'logits', logits, 'float32');
  checkOptions('categorical', options, ['generator']);
  checkGenerator('categorical', options.generator);
  if ((logits.shape.at(-1) ?? 0) === 0)
    throw new ShapeError(`categorical: expected logits [..., classes], got [${logits.shape}].`);
  return tidy(() => {
    const u = uniform(logits.shape, {
      backend: logits.backend,
      ...(options.generator && { generator: options.generator }),
    });
    return argmax(sub(logits, log(neg(log(u)))), -1);
  });
}
