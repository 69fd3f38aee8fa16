import { squeeze, type Tensor } from '@ostinato/tensor';
import { broken, byPath, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { randomInput, run } from './run.ts';

const formOf = (state: unknown): string =>
  [...byPath(state)].map(([path, { shape }]) => `${path} [${shape}]`).join('; ');

function announced(subject: Subject): void {
  const { layer, batch, steps } = subject;
  const first = run(subject, randomInput(subject));
  const size = layer.outputSize ?? first.output.shape.at(-1);
  if (first.output.shape.join() !== [batch, steps, size].join())
    throw broken(`the output is [${first.output.shape}], expected [${[batch, steps, size]}].`);
  const second = run(subject, randomInput(subject), { state: first.state });
  if (formOf(second.state) !== formOf(first.state))
    throw broken(`the state was ${formOf(first.state)}; the next one is ${formOf(second.state)}.`);
}

/** `[steps, features]` is a batch of one. */
function withoutBatch(subject: Subject): void {
  const x = randomInput({ ...subject, batch: 1 });
  const one = run(subject, x);
  const none = run(subject, squeeze(x, 0));
  const outputs = [none.output, one.output].map((output, i) => (i === 0 ? output : squeeze(output, 0)));
  expectSame('one sequence without a batch axis', outputs[0], outputs[1]);
  const values = (state: unknown): string =>
    [...byPath(state).values()].map((part) => part.dataSync().join()).join(';');
  if (values(none.state) !== values(one.state)) throw broken('one sequence without a batch axis leaves another state.');
  const next = randomInput({ ...subject, batch: 1 });
  const again = run(subject, squeeze(next, 0), { state: none.state }).output;
  expectSame('its second chunk', again, squeeze(run(subject, next, { state: one.state }).output, 0));
}

/** A trace is `[steps, batch, ...]`, and asking for it changes nothing. */
function traced(subject: Subject): void {
  const { layer, batch, steps } = subject;
  const x = randomInput(subject);
  const { output, state, trace } = layer.forward(x, { trace: true });
  expectSame('a run with a trace', { output, state }, run(subject, x));
  if (trace === undefined) throw broken('trace: true gives no trace.');
  for (const [name, value] of Object.entries(trace) as [string, Tensor][])
    if (value.shape.slice(0, 2).join() !== `${steps},${batch}`)
      throw broken(`trace ${name} is [${value.shape}], expected [${steps},${batch},...].`);
}

/** Outputs and states have the shapes that the layer announces. */
export const shapeLaws: readonly LawBody[] = [
  { name: 'the output has the announced shape, the state keeps its form', check: announced },
  { name: 'one sequence without a batch axis is a batch of one', check: withoutBatch },
  { name: 'a trace is by step and changes nothing', check: traced },
];
