import type { DType, HostArray } from '@ostinato/base';
import { type Backend, type KernelName, kernelTable } from '@ostinato/backend';
import { graphOf, type InputRole, type LoopGraph, type ResultRole, type StepRecording } from '../loop-graph.ts';
import { type Ghost, Recorder } from '../recorder.ts';

/** All that a recorder asks of the backend that it records for. */
const backend = {
  float: 'float32',
  tolerance: 1,
  features: [],
  kernels: kernelTable,
  elementBytes: (dtype: DType) => (dtype === 'bool' ? 1 : 4),
} as unknown as Backend;

/** A step that is recorded by hand: calls of kernels with places and numbers. */
export class HandStep {
  readonly rows: number;
  readonly recorder: Recorder = new Recorder(backend);
  readonly #inputs: StepRecording['inputs'][number][] = [];
  readonly #results: StepRecording['results'][number][] = [];
  #forwardCalls: number | undefined;

  constructor(rows: number) {
    this.rows = rows;
  }

  /** A place that was there before the step. */
  input(role: InputRole, index: number, count: number, dtype: DType = 'float32'): Ghost {
    const ghost = this.recorder.allocate(dtype, count);
    this.#inputs.push({ role, index, ghost });
    return ghost;
  }

  /** A new place. */
  value(count: number, dtype: DType = 'float32'): Ghost {
    return this.recorder.allocate(dtype, count);
  }

  /** Numbers that the step makes on the host. */
  constant(data: HostArray, dtype: DType = 'float32'): Ghost {
    const ghost = this.recorder.allocate(dtype, data.length);
    this.recorder.write(ghost, dtype, data);
    return ghost;
  }

  /** The same block some elements further on. */
  at(ghost: Ghost, elements: number): Ghost {
    return this.recorder.at(ghost, elements * this.recorder.elementBytes(ghost.block.dtype));
  }

  /** Calls a kernel. */
  call(kernel: KernelName, ...args: (Ghost | number)[]): void {
    (this.recorder.kernels[kernel] as unknown as (...args: (Ghost | number)[]) => void)(...args);
  }

  /** `out = x + y`, all `[rows, cols]`. */
  add(out: Ghost, x: Ghost, y: Ghost, cols: number): void {
    this.call('binary.add', out, x, y, this.rows, cols, cols, cols, cols, 1, 1);
  }

  /** `out = tanh(x)`, both `[rows, cols]`. */
  tanh(out: Ghost, x: Ghost, cols: number): void {
    this.call('unary.tanh', out, x, this.rows, cols, cols, cols);
  }

  /** `out [rows, cols] = x [rows, inner] weight [cols, inner]^T`. */
  linear(out: Ghost, x: Ghost, weight: Ghost, cols: number, inner: number): void {
    this.call('matmul.nt', out, x, weight, this.rows, cols, inner, cols, inner, inner);
  }

  /** What the step leaves. */
  result(role: ResultRole, index: number, ghost: Ghost, count: number): void {
    this.#results.push({ role, index, ghost, count });
  }

  /** Makes a gradient of all that was written and not read. */
  leaveAll(): void {
    const places = this.recorder.calls.flatMap(({ args }) => args.filter((argument) => typeof argument !== 'number'));
    const last = new Map(places.map((ghost) => [ghost.block, ghost]));
    for (const [index, ghost] of [...last.values()].entries())
      this.result('fixedGradient', index, ghost, ghost.block.count);
  }

  /** From here on calls belong to the way back. */
  back(): void {
    this.#forwardCalls = this.recorder.calls.length;
  }

  /** All of it. */
  get recording(): StepRecording {
    const { recorder, rows } = this;
    const forwardCalls = this.#forwardCalls ?? recorder.calls.length;
    return { recorder, rows, inputs: this.#inputs, results: this.#results, forwardCalls };
  }
}

/** A step recorded with some rows. */
export function recorded(rows: number, write: (step: HandStep) => void): StepRecording {
  const step = new HandStep(rows);
  write(step);
  return step.recording;
}

/** Its graph, or why there is none. */
export const attempted = (write: (step: HandStep) => void): LoopGraph | string =>
  graphOf(recorded(2, write), recorded(3, write));

/** Why a step has no graph, when all that it makes and does not read itself is a result. */
export const refused = (write: (step: HandStep) => void): LoopGraph | string =>
  attempted((step) => {
    write(step);
    step.leaveAll();
  });

/** Its graph. */
export function graphed(write: (step: HandStep) => void): LoopGraph {
  const graph = attempted(write);
  if (typeof graph === 'string') throw new Error(graph);
  return graph;
}
