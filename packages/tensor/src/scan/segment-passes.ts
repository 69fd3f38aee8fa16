import type { Backend } from '@ostinato/backend';
import { rowsOf, type Segment, segmentsOf } from '@ostinato/program';
import { makeTensor, viewTensor } from '../ops/make.ts';
import type { Tensor } from '../tensor.ts';
import { tidy } from '../tidy.ts';
import { type Passes, type Place, type ScanBindings, wholeForth } from './passes.ts';
import { wholeBack } from './whole-back.ts';

/** What the segments so far have given, as tensors of their own. */
interface Sums {
  readonly states: readonly (Tensor | undefined)[];
  readonly fixed: readonly (Tensor | undefined)[];
  readonly given: readonly (Tensor | undefined)[];
  readonly x: readonly (Tensor | undefined)[];
}

/**
 * The steps in segments, about as many as each has steps (Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost"): the way forth
 * keeps only the states between them, and the way back runs each segment once more. `leaves` are the outputs, by the elements of a row.
 */
export function segmentPasses(
  backend: Backend,
  leaves: readonly { readonly width: number; readonly dtype: Tensor['dtype'] }[],
): Passes {
  const whole = { forth: wholeForth(backend), back: wholeBack(backend) };
  return {
    forth(program, bindings, init) {
      const segments = segmentsOf(bindings.schedule);
      const rows = rowsOf(bindings.schedule);
      const outputs = leaves.map(({ width, dtype }) => makeTensor(backend, [rows * width], dtype));
      const saved: Tensor[] = [];
      let states = init;
      for (const segment of segments) {
        saved.push(...states);
        states = tidy(() => {
          const pass = whole.forth(program, partOf(backend, bindings, segment), states);
          pass.outputs.forEach((from, i) => copyRows(backend, outputs[i]!, segment, from, leaves[i]!.width));
          return pass.states.map(({ block }) => block);
        });
      }
      program.noteRun(bindings.schedule, segments.length);
      return { outputs: outputs.map(atStart), states: states.map(atStart), saved };
    },
    back(program, bindings, saved, arriving) {
      const segments = segmentsOf(bindings.schedule);
      const rows = rowsOf(bindings.schedule);
      const perSegment = saved.length / segments.length;
      let sums: Sums = { states: arriving.states, fixed: [], given: [], x: [] };
      for (const [k, segment] of [...segments.entries()].reverse()) {
        sums = tidy(() => {
          const part = partOf(backend, bindings, segment);
          const before = saved.slice(k * perSegment, (k + 1) * perSegment);
          const { saved: kept } = whole.forth(program, part, before);
          const outputs = arriving.outputs.map((gradient, i) => {
            const size = leaves[i]!.width * rowsOf(segment.schedule);
            return gradient && viewTensor(gradient, [size], segment.row * leaves[i]!.width);
          });
          const pass = whole.back(program, part, kept, { outputs, states: sums.states });
          const x = pass.x.map((from, i) => {
            if (from === undefined) return undefined;
            const width = from.block.size / rowsOf(segment.schedule);
            const all = sums.x[i] ?? makeTensor(backend, [rows * width], 'float32');
            copyRows(backend, all, segment, from, width);
            return all;
          });
          const added = (role: 'fixed' | 'given') => pass[role].map((from, i) => addTo(backend, sums[role][i], from));
          return { states: pass.state.map((from) => from?.block), fixed: added('fixed'), given: added('given'), x };
        });
      }
      program.noteRun(bindings.schedule, segments.length);
      const places = (all: Sums[keyof Sums]): (Place | undefined)[] => all.map((each) => each && atStart(each));
      return { state: places(sums.states), fixed: places(sums.fixed), given: places(sums.given), x: places(sums.x) };
    },
  };
}

const atStart = (block: Tensor): Place => ({ block, offset: 0 });

/** What a segment is given: its rows of the inputs. */
function partOf(backend: Backend, bindings: ScanBindings, { schedule, row }: Segment): ScanBindings {
  return {
    ...bindings,
    schedule,
    x: bindings.x.map((storage, i) => backend.at!(storage, row * bindings.rowBytes[i]!)),
  };
}

/** Copies the rows of a segment to their place among all. */
function copyRows(backend: Backend, all: Tensor, { schedule, row }: Segment, from: Place, width: number): void {
  const bytes = backend.elementBytes(all.dtype);
  const count = rowsOf(schedule) * width;
  const to = backend.at!(all.storage(), row * width * bytes);
  const source = backend.at!(from.block.storage(), from.offset * bytes);
  backend.kernels[`copy.${all.dtype}`](to, source, 1, count, count, count);
}

/** Adds a gradient to the sum so far. */
function addTo(backend: Backend, sum: Tensor | undefined, part: Place | undefined): Tensor | undefined {
  if (sum === undefined || part === undefined) return sum ?? part?.block;
  const [to, n] = [sum.storage(), sum.size];
  backend.kernels['binary.add'](to, to, part.block.storage(), 1, n, n, n, n, 1, 1);
  return sum;
}
