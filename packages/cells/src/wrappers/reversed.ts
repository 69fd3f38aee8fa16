import type { SequenceLayer, SequenceOptions, SequenceResult } from '@ostinato/sequence';
import { checkSequenceOptions, stepMask } from '@ostinato/sequence';
import { flip, mapTree, type Tensor, tidy } from '@ostinato/tensor';
import type { LayerOrCell, StateOf } from './layer-of.ts';
import { LayerWrapper } from './layer-wrapper.ts';

/**
 * A layer or a cell that reads from the last step to the first; outputs stay in the order of the input. What is padding stays padding, wherever
 * it lies. The state is the layer's. State dict: `layer.` and the layer's keys. A cell alone is cheaper by `unroll(cell, { reverse: true })`.
 */
export class Reversed<L extends LayerOrCell> extends LayerWrapper<L> implements SequenceLayer<StateOf<L>> {
  /** @throws ArgumentError */
  constructor(layer: L) {
    super('Reversed', layer);
  }

  /** Reads backward. */
  override get bidirectional(): boolean {
    return true;
  }

  /** The layer against time. @throws what the layer throws */
  forward(input: Tensor<'float32'>, options: SequenceOptions<StateOf<L>> = {}): SequenceResult<StateOf<L>> {
    checkSequenceOptions('Reversed', input, options);
    const { lengths: _, mask: __, ...others } = options;
    return tidy(() => {
      const keep = stepMask(input, options);
      const result = this.layer.forward(flip(input, -2), { ...others, ...(keep && { mask: flip(keep, 1) }) });
      return {
        output: flip(result.output, -2),
        state: result.state,
        ...(result.trace && { trace: mapTree(result.trace, (value) => flip(value as Tensor<'float32'>, 0)) }),
      };
    });
  }
}
