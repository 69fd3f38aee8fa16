import { jsBackend } from '@ostinato/backend-js';
import { ArgumentError, FormatError, OstinatoError, StateError } from '@ostinato/base';
import { encodeSafetensors } from '@ostinato/safetensors';
import { buffer, parameter, RandomGenerator, setBackend, tensor } from '@ostinato/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { adam } from '../optimizers/adam.ts';
import { sgd } from '../optimizers/sgd.ts';
import type { TrainState } from './checkpoint.ts';
import { blankChecksum, sealChecksum } from './checksum.ts';
import { decodeCheckpoint } from './decode.ts';
import { encodeCheckpoint } from './encode.ts';
import { restore } from './restore.ts';

let backend = jsBackend();
beforeEach(() => setBackend((backend = jsBackend())));

const newState = (value = 0) => {
  const model = {
    w: parameter(tensor([value, value])),
    seen: buffer(tensor([value], { dtype: 'int32' })),
    on: buffer(tensor([value > 0])),
  };
  const optimizer = adam({ learningRate: 0.1 });
  optimizer.init(new Map([['w', model.w]]));
  return {
    model,
    optimizer,
    generator: new RandomGenerator(5),
    carry: undefined,
    steps: 0,
  } satisfies TrainState as TrainState & { model: typeof model };
};

/** A state with something in every part. */
async function trained() {
  const state = newState(3);
  state.optimizer!.update(new Map([['w', tensor([1, 2])]]));
  state.generator!.draws = 42;
  state.carry = { h: tensor([[1, 2]]), parts: [tensor([true]), 'tag', null, undefined], '"checksum":"': 7 };
  state.steps = 1;
  const contents = { position: { epoch: 1 }, config: { hidden: 8 }, metadata: { name: 'Ωmega "checksum":"12345678"' } };
  return { state, contents, bytes: await encodeCheckpoint(state, contents) };
}

describe('a checkpoint', () => {
  it('brings back every part', async () => {
    const { state, contents, bytes } = await trained();
    const checkpoint = decodeCheckpoint(bytes);
    expect(checkpoint).toMatchObject({ ...contents, steps: 1, generator: { seed: 5, draws: 42 } });
    const other = newState();
    restore(other, checkpoint, { config: { hidden: 8 } });
    expect([...other.model.w.dataSync(), ...other.model.seen.dataSync(), ...other.model.on.dataSync()]).toEqual([
      ...state.model.w.dataSync(),
      3,
      1,
    ]);
    expect([other.generator!.draws, other.steps]).toEqual([42, 1]);
    const carry = other.carry as { h: never; parts: never[] };
    expect(await (carry.h as { toArray(): Promise<unknown> }).toArray()).toEqual([[1, 2]]);
    expect(carry.parts.slice(1)).toEqual(['tag', null, undefined]);
    expect((await encodeCheckpoint(other, contents)).join()).toBe(bytes.join());
  });

  it('keeps float64 values of a float64 backend', async () => {
    setBackend(jsBackend({ float: 'float64' }));
    const model = { w: parameter(tensor([1 / 3])) };
    const { model: saved } = decodeCheckpoint(await encodeCheckpoint({ model }));
    expect(saved.get('w')!.data[0]).toBe(1 / 3);
  });

  it('is refused when it is cut short at any length', async () => {
    const { bytes } = await trained();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.slice(0, length)), `length ${length}`).toThrow(FormatError);
    }
    expect(() => decodeCheckpoint(Uint8Array.from([...bytes, 0]))).toThrow(FormatError);
  });

  it('is refused when any bit is flipped', async () => {
    const { bytes } = await trained();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeCheckpoint(bytes), `bit ${bit}`).toThrow(FormatError);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    decodeCheckpoint(bytes);
  });

  it('is not any safetensors file, nor one of another version', () => {
    expect(() => decodeCheckpoint(encodeSafetensors([]))).toThrow(/is no checkpoint: its metadata has no format/);
    const file = encodeSafetensors([], {
      format: 'ostinato.checkpoint',
      version: '2',
      checksum: blankChecksum,
      contents: '{}',
    });
    sealChecksum(file);
    expect(() => decodeCheckpoint(file)).toThrow(/checkpoint version 2, this package reads version 1/);
    expect(() => decodeCheckpoint('x' as never)).toThrow(ArgumentError);
  });

  it.each<[string, (state: ReturnType<typeof newState>) => TrainState, object, RegExp]>([
    [
      'optimizer',
      (state) => {
        const optimizer = sgd({ learningRate: 1 });
        optimizer.init(new Map([['w', state.model.w]]));
        return { ...state, optimizer };
      },
      {},
      /of optimizer "adam", this is "sgd"/,
    ],
    ['config', (state) => state, { config: { hidden: 9 } }, /made with hidden 8, this run has hidden 9/],
    ['seed', (state) => ({ ...state, generator: new RandomGenerator(6) }), {}, /seed 5, this one has 6/],
    [
      'shape',
      (state) => ({ ...state, model: { ...state.model, w: parameter(tensor([1])) } }),
      {},
      /w is float32 \[2\] in the checkpoint, float32 \[1\] in the model/,
    ],
    [
      'keys',
      (state) => ({ ...state, model: { ...state.model, v: parameter(tensor([1])), w: 0 } }),
      {},
      /missing in the checkpoint: v; missing in the model: w/,
    ],
  ])('of another %s changes nothing', async (_, change, options, message) => {
    const { bytes } = await trained();
    const state = newState();
    const { storages } = (state.model.w.dataSync(), backend.memory());
    expect(() => restore(change(state), decodeCheckpoint(bytes), options)).toThrow(message);
    expect(() => restore(change(state), decodeCheckpoint(bytes), options)).toThrow(StateError);
    expect([...state.model.w.dataSync()]).toEqual([0, 0]);
    expect([state.generator!.draws, state.steps, state.optimizer!.state().tensors.size]).toEqual([0, 0, 0]);
    expect(backend.memory().storages - storages).toBeLessThan(5); // the changed models of this test, each a tensor and its copy
  });

  it('needs the parts that the state has', async () => {
    const state = newState();
    const weights = decodeCheckpoint(await encodeCheckpoint({ model: state.model }));
    expect(() => restore(state, weights)).toThrow(/no generator/);
    expect(() => restore({ model: state.model, optimizer: state.optimizer! }, weights)).toThrow(/no optimizer state/);
    restore({ model: state.model }, weights);
  });

  it('holds plain JSON only', async () => {
    const state = newState();
    await expect(encodeCheckpoint(state, { metadata: { loss: NaN } })).rejects.toThrow(
      /metadata\.loss must be plain JSON, got NaN/,
    );
    await expect(encodeCheckpoint(state, { position: [undefined] as never })).rejects.toThrow(/position\[0\]/);
    await expect(encodeCheckpoint({ ...state, carry: { x: new Map() } })).rejects.toBeInstanceOf(OstinatoError);
    await expect(encodeCheckpoint(state, { meta: 1 } as never)).rejects.toThrow(/unknown option "meta"/);
    await expect(encodeCheckpoint({} as never)).rejects.toThrow(/a train step or/);
  });
});
