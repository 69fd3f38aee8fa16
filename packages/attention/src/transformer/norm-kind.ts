import { checkOneOf } from '@ostinato/base';
import { LayerNorm, RMSNorm } from '@ostinato/nn';

/** Which norm a layer has. */
export type NormKind = 'layer' | 'rms';

/** Checks the name of a norm and returns it. @throws ArgumentError */
export function checkNormKind(where: string, name: unknown): NormKind {
  return checkOneOf(where, 'norm', name, ['layer', 'rms']);
}

/** A norm over features. */
export function makeNorm(kind: NormKind, features: number, eps: number, bias: boolean): LayerNorm | RMSNorm {
  if (kind === 'rms') return new RMSNorm({ normalizedShape: features, eps });
  return new LayerNorm({ normalizedShape: features, eps, bias });
}
