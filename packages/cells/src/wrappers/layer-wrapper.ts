import type { SequenceLayer } from '@ostinato/sequence';
import { type LayerOrCell, layerOf, type StateOf } from './layer-of.ts';

/** What layers around one layer share: they take and give what it does, unless they say otherwise. */
export abstract class LayerWrapper<L extends LayerOrCell> {
  /** What is wrapped; a cell is unrolled. */
  readonly layer: SequenceLayer<StateOf<L>>;

  /** `where` names the wrapper in errors. @throws ArgumentError */
  constructor(where: string, layer: L) {
    this.layer = layerOf(where, 'layer', layer);
  }

  /** Features of the input. */
  get inputSize(): number | undefined {
    return this.layer.inputSize;
  }

  /** Features of the output. */
  get outputSize(): number | undefined {
    return this.layer.outputSize;
  }

  /** Whether an output depends on later inputs. */
  get bidirectional(): boolean {
    return this.layer.bidirectional === true;
  }
}
