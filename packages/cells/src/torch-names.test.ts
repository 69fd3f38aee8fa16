import { jsBackend } from '@ostinato/backend-js';
import { StateError } from '@ostinato/base';
import { countParameters, type HostTensor, loadStateDict, stateDict } from '@ostinato/nn';
import { setBackend } from '@ostinato/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from './index.ts';

beforeAll(() => setBackend(jsBackend()));

const shapesOf = (module: object) => [...stateDict(module)].map(([key, { shape }]) => `${key} [${shape}]`);

describe("state dicts have torch's keys, shapes and order", () => {
  it('LSTM of two layers, both directions, with a projection', () => {
    // list(torch.nn.LSTM(3, 4, 2, bidirectional=True, proj_size=2).state_dict())
    const lstm = new LSTM({ inputSize: 3, hiddenSize: 4, numLayers: 2, bidirectional: true, projSize: 2 });
    expect(shapesOf(lstm)).toEqual([
      'weight_ih_l0 [16,3]',
      'weight_hh_l0 [16,2]',
      'bias_ih_l0 [16]',
      'bias_hh_l0 [16]',
      'weight_hr_l0 [2,4]',
      'weight_ih_l0_reverse [16,3]',
      'weight_hh_l0_reverse [16,2]',
      'bias_ih_l0_reverse [16]',
      'bias_hh_l0_reverse [16]',
      'weight_hr_l0_reverse [2,4]',
      'weight_ih_l1 [16,4]',
      'weight_hh_l1 [16,2]',
      'bias_ih_l1 [16]',
      'bias_hh_l1 [16]',
      'weight_hr_l1 [2,4]',
      'weight_ih_l1_reverse [16,4]',
      'weight_hh_l1_reverse [16,2]',
      'bias_ih_l1_reverse [16]',
      'bias_hh_l1_reverse [16]',
      'weight_hr_l1_reverse [2,4]',
    ]);
    expect(countParameters(lstm)).toBe(2 * (48 + 32 + 32 + 8) + 2 * (64 + 32 + 32 + 8));
  });

  it('GRU and RNN, without bias', () => {
    expect(shapesOf(new GRU({ inputSize: 3, hiddenSize: 4, numLayers: 2, bias: false }))).toEqual([
      'weight_ih_l0 [12,3]',
      'weight_hh_l0 [12,4]',
      'weight_ih_l1 [12,4]',
      'weight_hh_l1 [12,4]',
    ]);
    expect(shapesOf(new RNN({ inputSize: 3, hiddenSize: 4, bidirectional: true, bias: false }))).toEqual([
      'weight_ih_l0 [4,3]',
      'weight_hh_l0 [4,4]',
      'weight_ih_l0_reverse [4,3]',
      'weight_hh_l0_reverse [4,4]',
    ]);
  });

  it('cells', () => {
    const sizes = { inputSize: 3, hiddenSize: 4 };
    expect(shapesOf(new RNNCell(sizes))).toEqual(['weight_ih [4,3]', 'weight_hh [4,4]', 'bias_ih [4]', 'bias_hh [4]']);
    expect(shapesOf(new GRUCell({ ...sizes, bias: false }))).toEqual(['weight_ih [12,3]', 'weight_hh [12,4]']);
    expect(shapesOf(new LSTMCell({ ...sizes, projSize: 1 }))).toEqual([
      'weight_ih [16,3]',
      'weight_hh [16,1]',
      'bias_ih [16]',
      'bias_hh [16]',
      'weight_hr [1,4]',
    ]);
  });

  it('more than ten layers keep their order', () => {
    const keys = [...stateDict(new RNN({ inputSize: 1, hiddenSize: 1, numLayers: 12, bias: false })).keys()];
    expect(keys).toEqual(Array.from({ length: 12 }, (_, l) => [`weight_ih_l${l}`, `weight_hh_l${l}`]).flat());
  });
});

describe('loading a state dict of another layer', () => {
  const valuesOf = (module: object) => [...stateDict(module).values()].map((box) => [...box.dataSync()]);
  const host = (module: object) =>
    new Map<string, HostTensor>(
      [...stateDict(module)].map(([key, box]) => [key, { shape: box.shape, data: box.dataSync() }]),
    );

  it('names every key that is missing or left over, sorted, and loads nothing', () => {
    const lstm = new LSTM({ inputSize: 3, hiddenSize: 4, bidirectional: true });
    const before = valuesOf(lstm);
    const other = new LSTM({ inputSize: 3, hiddenSize: 4, numLayers: 2, bias: false });
    const run = () => loadStateDict(lstm, host(other));
    expect(run).toThrow(StateError);
    expect(run).toThrow(
      'missing: bias_hh_l0, bias_hh_l0_reverse, bias_ih_l0, bias_ih_l0_reverse, weight_hh_l0_reverse, weight_ih_l0_reverse; ' +
        'unexpected: weight_hh_l1, weight_ih_l1.',
    );
    expect(valuesOf(lstm)).toEqual(before);
  });

  it('names every shape that differs, and loads nothing', () => {
    const gru = new GRU({ inputSize: 3, hiddenSize: 4 });
    const before = valuesOf(gru);
    const run = () => loadStateDict(gru, host(new LSTM({ inputSize: 3, hiddenSize: 4 })));
    expect(run).toThrow(
      'bias_hh_l0: expected shape [12], got [16]; bias_ih_l0: expected shape [12], got [16]; weight_hh_l0: expected shape [12,4], got [16,4]',
    );
    expect(valuesOf(gru)).toEqual(before);
  });
});
