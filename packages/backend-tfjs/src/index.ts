/** Any TensorFlow.js backend behind Ostinato's tensors. */
export { fromTfjs, toTfjs } from './bridge.ts';
export { tfjsBackend, type TfjsBackendOptions } from './tfjs-backend.ts';
export type { TfjsNamespace, TfjsTensor } from './tfjs.ts';
