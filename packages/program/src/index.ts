/** Recording of kernel calls, programs made of them, and their replay. */
export type { Extent } from './extent.ts';
export type { Call, CallArgument, DrawSlot, Form, Operand, Value } from './graph.ts';
export {
  type GraphInput,
  type GraphResult,
  type InputRole,
  fixedBatchGraph,
  graphOf,
  type LoopGraph,
  type Port,
  type RecordedInput,
  type RecordedResult,
  type ResultRole,
  type StepRecording,
} from './loop-graph.ts';
export { type Differentiable, differentiable } from './differentiable.ts';
export { LoopProgram, type ProgramOptions } from './loop-program.ts';
export { type Ghost, Recorder } from './recorder.ts';
export type { BackwardRun, Bindings, ForwardRun, Location, TakenBlock } from './run.ts';
export { type DrawNumbers, IndexFault } from './runner.ts';
export {
  evenSchedule,
  type Ragged,
  raggedSchedule,
  rowsOf,
  type Schedule,
  type Segment,
  segmentsOf,
} from './schedule.ts';
export {
  CallLog,
  type LoggedBlock,
  type LoggedCall,
  type LoggedDraw,
  type LoggedEffect,
  type LoggedFork,
  type LoggedPlace,
  type LoggedWrite,
  type LogEntry,
  type PlaceInBlock,
  type PlaceOutside,
} from './step/call-log.ts';
export type { Staying } from './step/constancy.ts';
export { LiveNumber } from './step/live-number.ts';
export { StepProgram } from './step/step-program.ts';
export type { CallWatcher, ListedCall } from './step/watched.ts';
export { type CallCost, costsOf, explain } from './explain.ts';
