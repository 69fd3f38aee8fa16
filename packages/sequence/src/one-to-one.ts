import type { Tensor } from '@ostinato/tensor';
import { checkHead, type VectorHead } from './heads.ts';

/** One vector in, one out. State dict: `head.` and the head's keys. */
export interface OneToOne {
  /** What does it. */
  readonly head: VectorHead;
  /** `[batch, features]` to `[batch, outputs]`. */
  forward(x: Tensor<'float32'>): Tensor<'float32'>;
}

/** One vector to one vector: a plain network, such as a classifier of images. @throws ArgumentError for a head for every step */
export function oneToOne(head: VectorHead): OneToOne {
  checkHead('oneToOne', head, false);
  return { head, forward: (x) => head.forward(x) };
}
