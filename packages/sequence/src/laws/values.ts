import { namedTensors, RandomGenerator, tensorsIn, tidy } from '@ostinato/tensor';
import { broken, expectSame } from './compare.ts';
import type { LawBody, Subject } from './law.ts';
import { lossAndGradients } from './loss.ts';
import { raggedPattern, randomInput, run, warmState } from './run.ts';

/** A layer made from another seed and given the values of this one is the same layer. */
function saveAndLoad(subject: Subject): void {
  const { layer, make, seed } = subject;
  const copy = make(new RandomGenerator(seed + 100));
  try {
    const [own, others] = [new Map(namedTensors(layer)), new Map(namedTensors(copy))];
    if ([...own.keys()].join() !== [...others.keys()].join())
      throw broken(
        `another seed gives other keys: ${[...others.keys()].join(', ')}; expected ${[...own.keys()].join(', ')}.`,
      );
    for (const [key, box] of own) others.get(key)!.assign(box.dataSync() as Float32Array);
    const x = randomInput(subject);
    expectSame('a run with the same values', run({ layer: copy }, x), run(subject, x));
  } finally {
    for (const [, box] of namedTensors(copy)) box.dispose();
  }
}

/** The generator decides the initial values. */
function seeded({ layer, make, seed }: Subject): void {
  const same = make(new RandomGenerator(seed));
  expectSame(
    'initial values from the same seed',
    Object.fromEntries(namedTensors(same)),
    Object.fromEntries(namedTensors(layer)),
  );
  for (const [, box] of namedTensors(same)) box.dispose();
}

/** Nothing is left of a run. */
function noLeak(subject: Subject): void {
  const { backend, layer } = subject;
  for (const [, box] of namedTensors(layer)) box.dataSync();
  const [x, state] = [randomInput(subject), warmState(subject)];
  const { padding } = raggedPattern(subject);
  const runs = {
    'a run': () => run(subject, x, { state }),
    'a run with padding': () => run(subject, x, { state, ...padding }),
    'a run with gradients': () => lossAndGradients(subject, x, state, padding),
  };
  for (const [what, use] of Object.entries(runs)) {
    const before = backend.memory().storages;
    tidy(() => void use());
    const left = backend.memory().storages - before;
    if (left !== 0) throw broken(`${what} left ${left} storages behind. Is there a keep() in the layer?`);
  }
  const before = backend.memory().storages;
  for (const part of tensorsIn(run(subject, x, { state, ...padding }))) part.dispose();
  const left = backend.memory().storages - before;
  if (left !== 0)
    throw broken(`a run by itself left ${left} storages besides its result. Does forward put its work in a tidy?`);
}

/** Where a layer's values come from, and what it leaves. */
export const valueLaws: readonly LawBody[] = [
  { name: 'the same values make the same layer', check: saveAndLoad },
  { name: 'initial values are decided by the seed of the generator', check: seeded },
  { name: 'nothing is left of a run, padded or with gradients', check: noLeak },
];
