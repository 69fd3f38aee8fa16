/** Errors, dtypes, argument checks and the Philox generator: what every Ostinato package stands on. */
export {
  ArgumentError,
  AxisError,
  BackendError,
  DataError,
  DisposedError,
  DTypeError,
  type ErrorDetails,
  FormatError,
  GradError,
  IndexError,
  IOError,
  NumericError,
  OstinatoError,
  OutOfMemoryError,
  ShapeError,
  StateError,
} from './errors.ts';
export {
  type AbortSignalLike,
  checkFlags,
  checkFunction,
  checkInteger,
  checkNumber,
  checkOneOf,
  checkOptions,
  checkSignal,
  describe,
  type NumberRule,
  typeError,
} from './arguments.ts';
export { breather } from './breather.ts';
export { checkDType, type DType, dtypes, type HostArray } from './dtype.ts';
export { nearestName } from './nearest.ts';
export { type Draw, fillNormal, fillUniform, hostUniform, philox, type PhiloxKey, philoxKey } from './philox.ts';
