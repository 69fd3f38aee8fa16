import { causal, TransformerEncoderLayer } from '@ostinato/attention';

/** Sizes of a pre-norm block of the peers' models. */
export interface BlockSizes {
  readonly D: number;
  readonly heads: number;
  readonly F: number;
}

/** A pre-norm block with the approximate GELU; causal for a language model. */
export function block({ D, heads, F }: BlockSizes, isCausal: boolean): TransformerEncoderLayer {
  return new TransformerEncoderLayer({
    ...{ dModel: D, nhead: heads, dimFeedforward: F, dropout: 0 },
    ...{ activation: 'geluTanh', normFirst: true, ...(isCausal && { mask: causal() }) },
  });
}

/** The parameters of a block under the names that the peers have, so that values can be exchanged. */
export function named({ norm1, norm2, selfAttn, linear1, linear2 }: TransformerEncoderLayer) {
  const qkv = { weight: selfAttn.inProjWeight!, bias: selfAttn.inProjBias! };
  return { l1: norm1, l2: norm2, qkv, o: selfAttn.outProj, f1: linear1, f2: linear2 };
}
