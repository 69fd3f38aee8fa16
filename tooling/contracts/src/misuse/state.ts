import { encodeSafetensors } from '@ostinato/safetensors';
import { LSTM } from '@ostinato/cells';
import { Linear, loadStateDict, Sequential, stateDict } from '@ostinato/nn';
import { ones, RandomGenerator, relu, sum, zeros } from '@ostinato/tensor';
import { adam, decodeCheckpoint, encodeCheckpoint, restore, sgd, trainStep } from '@ostinato/train';
import { crc32 } from 'node:zlib';
import { saveMisuses } from './save.ts';
import { type Coverage, misuse, type Misuse, type Watch, wrong } from './misuse.ts';

const model = () =>
  new Sequential(new Linear({ inFeatures: 2, outFeatures: 3 }), relu, new Linear({ inFeatures: 3, outFeatures: 1 }));

/** A state dict of ones for a model, changed in one place. */
function changed(watch: Watch, change: (values: Map<string, unknown>) => void): () => void {
  const own = watch(model());
  const values = new Map<string, unknown>(Array.from(stateDict(own), ([key, { shape }]) => [key, ones(shape)]));
  change(values);
  return () => loadStateDict(own, wrong(values));
}

const keys: Misuse[] = [
  misuse('two missing', 'StateError', ['missing: 0.bias, 2.weight'], (watch) =>
    changed(watch, (values) => ['2.weight', '0.bias'].forEach((key) => values.delete(key))),
  ),
  misuse('two unexpected', 'StateError', ['unexpected: a.bias, z.weight'], (watch) =>
    changed(watch, (values) => ['z.weight', 'a.bias'].forEach((key) => values.set(key, ones([1])))),
  ),
  misuse('both', 'StateError', ['missing: 0.bias', 'unexpected: 0.biass'], (watch) =>
    changed(watch, (values) => values.delete('0.bias') && values.set('0.biass', ones([3]))),
  ),
  misuse('nothing at all', 'StateError', ['0.bias, 0.weight, 2.bias, 2.weight'], (watch) =>
    changed(watch, (values) => values.clear()),
  ),
];

const misfits: Misuse[] = [
  misuse('the last has another shape', 'StateError', ['2.weight', '[1,3]', '[3,1]', 'nothing was loaded'], (watch) =>
    changed(watch, (values) => values.set('2.weight', ones([3, 1]))),
  ),
  misuse('the last has another dtype', 'StateError', ['2.bias', 'float32', 'int32'], (watch) =>
    changed(watch, (values) => values.set('2.bias', zeros([1], { dtype: 'int32' }))),
  ),
  misuse('too few host values', 'StateError', ['2.bias', '1', '0'], (watch) =>
    changed(watch, (values) => values.set('2.bias', { shape: [1], data: new Float32Array(0) })),
  ),
  misuse('a null', 'StateError', ['2.bias', 'null'], (watch) => changed(watch, (values) => values.set('2.bias', null))),
  misuse('an LSTM of another size', 'StateError', ['weight_hh_l0', '[12,3]', '[16,4]'], (watch) => {
    const own = watch(new LSTM({ inputSize: 2, hiddenSize: 3 }));
    const other = new LSTM({ inputSize: 2, hiddenSize: 4 });
    const values = new Map(Array.from(stateDict(other), ([key, { shape }]) => [key, ones(shape)]));
    return () => loadStateDict(own, values);
  }),
];

type Batch = { first: boolean };

function makeStep(optimizer = adam(), seed = 1) {
  const layer = new Linear({ inFeatures: 2, outFeatures: 1 });
  return trainStep<Batch>(layer, optimizer, () => sum(layer.forward(ones([1, 2]))), {
    generator: new RandomGenerator(seed),
  });
}

/** A step that has been taken and a checkpoint of another one. */
async function resumed(watch: Watch, other: ReturnType<typeof makeStep>, contents = {}, config?: object) {
  const step = makeStep();
  await step({ first: true });
  await other({ first: true });
  const checkpoint = decodeCheckpoint(await encodeCheckpoint(other, contents));
  watch(step);
  return () => restore(step, checkpoint, config === undefined ? {} : { config });
}

const resumes: Misuse[] = [
  misuse('another optimizer', 'StateError', ['"sgd"', '"adam"'], (watch) =>
    resumed(watch, makeStep(sgd({ learningRate: 0.1 }))),
  ),
  misuse('another option of the optimizer', 'StateError', ['amsgrad', 'true', 'false'], (watch) =>
    resumed(watch, makeStep(adam({ amsgrad: true }))),
  ),
  misuse('another seed', 'StateError', ['seed 2', '1'], (watch) => resumed(watch, makeStep(adam(), 2))),
  misuse('another config', 'StateError STATE_CONFIG', ['hidden 64', 'hidden 32'], (watch) =>
    resumed(watch, makeStep(), { config: { hidden: 64 } }, { hidden: 32 }),
  ),
  misuse('a model alone', 'StateError', ['no optimizer'], async (watch) => {
    const step = makeStep();
    await step({ first: true });
    const checkpoint = decodeCheckpoint(await encodeCheckpoint({ model: step.model, generator: step.generator }));
    watch(step);
    return () => restore(step, checkpoint);
  }),
  misuse('another model', 'StateError', ['[1,2]', '[3,2]'], async (watch) => {
    const step = makeStep();
    await step({ first: true });
    const checkpoint = decodeCheckpoint(
      await encodeCheckpoint({ model: new Linear({ inFeatures: 2, outFeatures: 3 }) }),
    );
    watch(step);
    return () => restore({ model: step.model }, checkpoint);
  }),
  misuse('another version of the format', 'StateError STATE_VERSION', ['version 2', 'version 1'], (watch) => {
    const file = watch(sealed({ format: 'ostinato.checkpoint', version: '2', contents: '{}' }));
    return () => decodeCheckpoint(file);
  }),
];

/** A checkpoint of any metadata with the right checksum. */
function sealed(metadata: Record<string, string>): Uint8Array {
  const file = encodeSafetensors([], { ...metadata, checksum: '00000000' });
  const at = Buffer.from(file).indexOf('"checksum":"') + '"checksum":"'.length;
  file.set(new TextEncoder().encode(crc32(file).toString(16).padStart(8, '0')), at);
  return file;
}

/** Rows of area `state`. */
export const stateMisuses: Readonly<Record<string, Coverage>> = {
  'load state with a missing / unexpected key': { misuses: keys },
  'load state with a wrong shape or dtype': { misuses: misfits },
  'resume from a checkpoint of another optimizer / config / library version': { misuses: resumes },
  'save to a path in a missing directory, read-only file, full disk': saveMisuses,
};
