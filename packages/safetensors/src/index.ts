/** Safetensors bytes to typed arrays and back; hostile files get typed errors. */
export { type DecodedSafetensors, decodeSafetensors } from './decode.ts';
export { encodeSafetensors, type SafetensorsMetadata } from './encode.ts';
export type { TensorEntry } from './tensor-entry.ts';
export type { TensorArrays, TensorType } from './tensor-type.ts';
