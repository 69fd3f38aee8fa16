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
