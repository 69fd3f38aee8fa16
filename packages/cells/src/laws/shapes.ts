import { type Tensor, unstack } from '@ostinato/tensor';
import { broken, byPath, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { randomInput, randomState } from './run.ts';

function expectShape(what: string, { shape }: Tensor, expected: readonly number[]): void {
  if (shape.join() !== expected.join()) throw broken(`${what} has shape [${shape}], expected [${expected}].`);
}

/** Shapes of what `initialState` and `step` give, with a batch. */
function withBatch(subject: Subject): void {
  const { cell, batch } = subject;
  const state = cell.initialState(batch);
  for (const [path, part] of byPath(state)) {
    if (part.shape[0] !== batch)
      throw broken(`initialState(${batch}): ${path} must have ${batch} rows, got [${part.shape}].`);
  }
  const result = cell.step(unstack(randomInput(subject))[0]!, randomState(subject));
  expectShape('step: output', result.output, [batch, cell.outputSize]);
  const [before, after] = [byPath(state), byPath(result.state)];
  if ([...before.keys()].sort().join() !== [...after.keys()].sort().join()) {
    throw broken(
      `step: the state had ${[...before.keys()].join(', ')}, the next one has ${[...after.keys()].join(', ')}.`,
    );
  }
  for (const [path, part] of before) expectShape(`step: state ${path}`, after.get(path)!, part.shape);
  for (const [name, value] of Object.entries(result.trace ?? {})) {
    if (value.shape[0] !== batch) throw broken(`step: trace ${name} must have ${batch} rows, got [${value.shape}].`);
  }
}

/** A step without a batch axis is a batch of one. */
function withoutBatch({ cell, random }: Subject): void {
  const x = random([1, cell.inputSize]);
  const one = cell.step(x, cell.initialState(1));
  const none = cell.step(unstack(x)[0]!, cell.initialState());
  const rows = [one.output, ...byPath(one.state).values()].map((value) => unstack(value)[0]!);
  expectSame('a step without a batch axis', [none.output, ...byPath(none.state).values()], rows);
}

/** Outputs and states have the shapes that the cell announces. */
export const shapeLaws: readonly LawBody[] = [
  { name: 'output, state and trace have the announced shapes', check: withBatch },
  { name: 'a step without a batch axis equals a batch of one', check: withoutBatch },
];
