/** Recurrent cells, one step each, and the layers that run them over sequences. */
export type { Cell, CellState } from './cell.ts';
export type { CellOptions } from './gate-weights.ts';
export { GRU, type GRUOptions } from './gru.ts';
export { GRUCell, type GRUCellOptions, type GRUState } from './gru-cell.ts';
export { LSTM, type LSTMOptions } from './lstm.ts';
export { LSTMCell, type LSTMCellOptions, type LSTMState } from './lstm-cell.ts';
export type { RecurrentOptions } from './recurrent-stack.ts';
export { RNN, type RNNOptions } from './rnn.ts';
export { RNNCell, type RNNCellOptions, type RNNState } from './rnn-cell.ts';
export type { CellContext, StateTree } from './cell.ts';
export {
  Bidirectional,
  type BidirectionalOptions,
  type BidirectionalState,
  type Directions,
} from './wrappers/bidirectional.ts';
export { Dilated, type DilatedOptions } from './wrappers/dilated.ts';
export { FrameSkip, type FrameSkipOptions, type FrameSkipState } from './wrappers/frame-skip.ts';
export type { LayerOrCell, StateOf } from './wrappers/layer-of.ts';
export { Normalized, type NormalizedOptions } from './wrappers/normalized.ts';
export { RecurrentDropout, type RecurrentDropoutOptions } from './wrappers/recurrent-dropout.ts';
export { Residual, type ResidualOptions } from './wrappers/residual.ts';
export { Reversed } from './wrappers/reversed.ts';
export { Stacked, type StackedOptions, type StackedState } from './wrappers/stacked.ts';
export { unroll, type Unrolled, type UnrollOptions } from './wrappers/unroll.ts';
export { VariationalDropout, type VariationalDropoutOptions } from './wrappers/variational-dropout.ts';
export { WeightDrop, type WeightDropOptions } from './wrappers/weight-drop.ts';
export { Zoneout, type ZoneoutOptions } from './wrappers/zoneout.ts';
