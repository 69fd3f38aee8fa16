/** ONNX's RNN, GRU and LSTM, with what only they have. */
export { type Activation, onnxActivations } from './onnx-activations.ts';
export type { OnnxAttributes } from './onnx-attributes.ts';
export {
  OnnxRecurrent,
  type OnnxRecurrentInputs,
  type OnnxRecurrentOptions,
  type OnnxRecurrentOutputs,
} from './onnx-recurrent.ts';
export {
  OnnxRecurrentCell,
  type OnnxRecurrentCellOptions,
  type OnnxRecurrentState,
} from './onnx-recurrent-cell.ts';
