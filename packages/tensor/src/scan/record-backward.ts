import type { DType } from '@ostinato/base';
import type { InputRole, Recorder, RecordedResult, ResultRole } from '@ostinato/program';
import { add } from '../ops/binary.ts';
import { zeros } from '../ops/creation.ts';
import type { Shape } from '../shape.ts';
import type { Tape } from '../tape.ts';
import type { Tensor } from '../tensor.ts';
import { tensorsIn } from '../tree.ts';
import type { Ends, Sources } from './differentiation.ts';
import { resultOf } from './record-step.ts';

type Floats = Tensor<'float32'>;

/** Records the way back of a step, from the gradients of its outputs and of the state after it. */
export function recordBackward(
  tape: Tape,
  backend: Recorder,
  { leaves, states }: Ends,
  sources: Sources,
  input: (role: InputRole, index: number, shape: Shape, dtype: DType) => Tensor,
): RecordedResult[] {
  const seeds = new Map<number, Tensor>();
  const seed = (role: InputRole, tensor: Tensor, index: number): void => {
    if (tensor.dtype !== 'float32') return;
    const reached = tape.reaches(tensor);
    if (!reached && role === 'outputGradient') return;
    const gradient = input(role, index, tensor.shape, 'float32') as Floats;
    if (!reached) return;
    const before = seeds.get(tensor.id);
    seeds.set(tensor.id, before === undefined ? gradient : add(before as Floats, gradient));
  };
  leaves.forEach((tensor, i) => seed('outputGradient', tensor, i));
  states.forEach((tensor, i) => seed('stateGradient', tensor, i));
  const before = [...tensorsIn(sources.before)];
  const targets: [ResultRole, number, Tensor][] = [
    ...before.map((tensor, i): [ResultRole, number, Tensor] => ['stateGradient', i, tensor]),
    ...[...tensorsIn(sources.xs)].map((tensor, i): [ResultRole, number, Tensor] => ['xGradient', i, tensor]),
    ...[...tensorsIn(sources.given)].map((tensor, i): [ResultRole, number, Tensor] => ['givenGradient', i, tensor]),
    ...[...tensorsIn(sources.shared)].map((tensor, i): [ResultRole, number, Tensor] => ['fixedGradient', i, tensor]),
    ...sources.boxes.map((tensor, i): [ResultRole, number, Tensor] => [
      'fixedGradient',
      sources.sharedCount + i,
      tensor,
    ]),
  ];
  const ids = new Set(targets.filter(([, , tensor]) => tape.reaches(tensor)).map(([, , { id }]) => id));
  const gradients = tape.backward(seeds, ids, {
    add: (a, b) => add(a as Floats, b as Floats),
    zeros: (shape) => zeros(shape, { backend }),
  });
  return targets.flatMap(([role, index, tensor]) => {
    if (tensor.dtype !== 'float32') return [];
    const gradient = ids.has(tensor.id) ? gradients.get(tensor.id) : undefined;
    // A state that the next one does not depend on hands nothing back.
    if (gradient === undefined && role !== 'stateGradient') return [];
    return [resultOf(role, index, gradient ?? zeros(tensor.shape, { backend }))];
  });
}
