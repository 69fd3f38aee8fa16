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
export { BatchNormLSTMCell, type BatchNormLSTMCellOptions, type BatchNormLSTMState } from './batch-norm-lstm-cell.ts';
export { ClockworkCell, type ClockworkCellOptions, type ClockworkState } from './clockwork-cell.ts';
export { ConvLSTMCell, type ConvLSTMCellOptions } from './conv-lstm-cell.ts';
export { CoupledLSTMCell } from './coupled-lstm-cell.ts';
export { IndRNNCell } from './ind-rnn-cell.ts';
export { JordanCell, type JordanCellOptions, type JordanState } from './jordan-cell.ts';
export { LayerNormGRUCell } from './layer-norm-gru-cell.ts';
export { LayerNormLSTMCell } from './layer-norm-lstm-cell.ts';
export { MGUCell } from './mgu-cell.ts';
export { MinGRUCell } from './min-gru-cell.ts';
export { MinLSTMCell } from './min-lstm-cell.ts';
export { isParallel, type ParallelCell, type ParallelResult } from './parallel-cell.ts';
export { PeepholeLSTMCell } from './peephole-lstm-cell.ts';
export { PhasedLSTMCell, type PhasedLSTMCellOptions, type PhasedLSTMState } from './phased-lstm-cell.ts';
export { QRNNCell, type QRNNCellOptions, type QRNNState } from './qrnn-cell.ts';
export { RecurrentHighwayCell, type RecurrentHighwayCellOptions } from './recurrent-highway-cell.ts';
export { SRUCell, type SRUState } from './sru-cell.ts';
export type { StepBatchNorm } from './step-batch-norm.ts';
export { gradientFlow, type GradientFlow, type GradientFlowOptions } from './gradient-flow.ts';
