/** Recording of kernel calls, programs made of them, and their replay. */
export {
  type InputRole,
  fixedBatchGraph,
  graphOf,
  type LoopGraph,
  type Port,
  type ResultRole,
  type StepRecording,
} from './loop-graph.ts';
export { LoopProgram, type ProgramOptions } from './loop-program.ts';
export { type Ghost, Recorder } from './recorder.ts';
export type { BackwardRun, Bindings, ForwardRun, Location, TakenBlock } from './run.ts';
export { type DrawNumbers, IndexFault } from './runner.ts';
export { evenSchedule, type Ragged, raggedSchedule, rowsOf, type Schedule } from './schedule.ts';
export { type CallCost, costsOf, explain } from './explain.ts';
