import { abs, sub, type Tensor } from '@ostinato/tensor';
import { elementwiseLoss, type ElementwiseLossOptions } from './elementwise-loss.ts';

type Floats = Tensor<'float32'>;

/** Mean absolute error `|prediction - target|` (torch's `l1_loss`); no broadcasting. @throws ShapeError when the shapes differ */
export function mae(prediction: Floats, target: Floats, options: ElementwiseLossOptions = {}): Floats {
  return elementwiseLoss('mae', prediction, target, options, [], () => abs(sub(prediction, target)));
}
