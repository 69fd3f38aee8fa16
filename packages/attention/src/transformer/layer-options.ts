import { checkGenerator } from '@ostinato/tensor';
import { ArgumentError, checkFlags, checkInteger, checkNumber, checkOptions } from '@ostinato/base';
import type { RandomGenerator } from '@ostinato/tensor';
import { checkMask, type Mask } from '../masks/mask.ts';
import { type Activation, checkActivation } from './feed-forward.ts';
import { checkNormKind, type NormKind } from './norm-kind.ts';

/** Options that the Transformer's layers share: torch's, but for `batch_first`, which is always so, and the last three. */
export interface TransformerLayerOptions {
  /** Features of a step; a multiple of `nhead`. */
  readonly dModel: number;
  /** Heads of attention. */
  readonly nhead: number;
  /** Features between the two feed-forward layers. Default 2048. */
  readonly dimFeedforward?: number;
  /** Dropout of attention weights and of what each sublayer adds, in training. Default 0.1. */
  readonly dropout?: number;
  /** `relu`, `gelu`, its approximation `geluTanh`, or `swiglu` (Shazeer 2020), whose `linear1` gives gate and value side by side. Default `relu`. */
  readonly activation?: Activation;
  /** Epsilon of the norms. Default 1e-5. */
  readonly layerNormEps?: number;
  /** Whether sublayers normalize their input (pre-norm) instead of their sum with it. Default `false`. */
  readonly normFirst?: boolean;
  /** Whether projections, feed-forward layers and layer norms have biases. Default `true`. */
  readonly bias?: boolean;
  /** `layer`, or `rms` (Zhang and Sennrich 2019). Default `layer`. */
  readonly norm?: NormKind;
  /** What steps see of each other in every call. Default: everything. */
  readonly mask?: Mask;
  /** Where the initial values come from. Default: the default generator. */
  readonly generator?: RandomGenerator;
}

/** Options with their defaults. */
export type TransformerLayerPlan = Required<Omit<TransformerLayerOptions, 'generator'>> &
  Pick<TransformerLayerOptions, 'generator'>;

const names = [
  ...[
    'dModel',
    'nhead',
    'dimFeedforward',
    'dropout',
    'activation',
    'layerNormEps',
    'normFirst',
    'bias',
    'norm',
    'mask',
  ],
  'generator',
];

/** Checks the options of a layer and fills in the defaults; `further` are options of the caller's own. @throws ArgumentError */
export function layerPlan(
  where: string,
  options: TransformerLayerOptions,
  further: readonly string[] = [],
): TransformerLayerPlan {
  checkOptions(where, options, [...names, ...further]);
  const { dModel, nhead, dimFeedforward = 2048, dropout = 0.1, layerNormEps = 1e-5 } = options;
  const { normFirst = false, bias = true, generator } = options;
  for (const [name, size] of Object.entries({ dModel, nhead, dimFeedforward }))
    checkInteger(where, name, size, { min: 1 });
  if (dModel % nhead !== 0)
    throw new ArgumentError(`${where}: dModel must be a multiple of nhead, got ${dModel} and ${nhead}.`);
  checkNumber(where, 'dropout', dropout, { min: 0, max: 1 });
  checkNumber(where, 'layerNormEps', layerNormEps, { min: 0 });
  checkFlags(where, { normFirst, bias });
  checkGenerator(where, generator);
  return {
    ...{ dModel, nhead, dimFeedforward, dropout, layerNormEps, normFirst, bias },
    activation: checkActivation(where, options.activation ?? 'relu'),
    norm: checkNormKind(where, options.norm ?? 'layer'),
    mask: checkMask(where, 'mask', options.mask),
    ...(generator && { generator }),
  };
}
