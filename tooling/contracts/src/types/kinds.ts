import { GRUCell } from '@ostinato/cells';
import { OnnxRecurrentCell } from '@ostinato/cells/onnx';
import { constantInitializer, Linear } from '@ostinato/nn';
import { causal, dotScore, TransformerDecoderLayer } from '@ostinato/attention';
import { jsBackend } from '@ostinato/backend-js';
import { contiguousWindows } from '@ostinato/data';
import { packPadded } from '@ostinato/sequence';
import { namedParameters, ones, parameter, RandomGenerator, tensor } from '@ostinato/tensor';
import { adam, sgd } from '@ostinato/train';

/** What a kind of argument accepts: how a right value is made, and values of other types. */
export interface Kind {
  readonly make: () => unknown;
  readonly wrong: readonly unknown[];
}

const noTensor = [null, 'text', [1, 2], 3, {}, new Float32Array(4)];
const noNumber = [null, 'text', '3', [1], true];
const noFlag = [null, 'true', 1, []];
const noFunction = [null, 'text', {}, 3];
const noList = [null, 'text', 3];

const tensors: Record<string, Kind> = {
  float: { make: () => ones([2, 2]), wrong: noTensor },
  int: {
    make: () =>
      tensor(
        [
          [0, 1],
          [1, 0],
        ],
        { dtype: 'int32' },
      ),
    wrong: noTensor,
  },
  mask: {
    make: () =>
      tensor([
        [true, false],
        [false, true],
      ]),
    wrong: noTensor,
  },
  row: { make: () => ones([2]), wrong: noTensor },
  ids: { make: () => tensor([0, 1], { dtype: 'int32' }), wrong: noTensor },
  sequence: { make: () => ones([2, 2, 2]), wrong: noTensor },
  steps: { make: () => ones([2, 2, 2]), wrong: ['text', () => 1] },
  operand: { make: () => ones([2, 2]), wrong: [null, 'text', '3', [1, 2], true, {}] },
  tensors: { make: () => [ones([2, 2]), ones([2, 2])], wrong: [...noList, [[1], [2]], [null], ['text']] },
  parameter: { make: () => parameter(ones([2])), wrong: noTensor },
};

const plain: Record<string, Kind> = {
  number: { make: () => 0.5, wrong: noNumber },
  integer: { make: () => 1, wrong: noNumber },
  two: { make: () => 2, wrong: noNumber },
  axis: { make: () => 0, wrong: noNumber },
  axes: { make: () => [0], wrong: [null, 'text', true, {}, ['0'], [null]] },
  axisList: { make: () => [1, 0], wrong: [null, 'text', 3, {}, ['0', '1']] },
  counts: { make: () => [1, 1], wrong: [null, 'text', 3, {}, ['1', '1']] },
  parts: { make: () => 2, wrong: [null, 'text', true, {}, ['1', '1']] },
  padding: {
    make: () => [
      [0, 1],
      [1, 0],
    ],
    wrong: [
      null,
      'text',
      3,
      {},
      [
        ['0', 1],
        [1, 0],
      ],
    ],
  },
  shape: { make: () => [2, 2], wrong: [null, 'text', 3, {}] },
  flag: { make: () => true, wrong: noFlag },
  text: { make: () => 'text', wrong: [null, 3, ['a'], {}] },
  choice: { make: () => undefined, wrong: [null, 3, ['mean'], {}] },
  dtype: { make: () => 'float32', wrong: [] },
  values: { make: () => [1, 2], wrong: [null, 'text', {}, ['1'], [null]] },
  equation: { make: () => 'ij,jk->ik', wrong: [null, 3, ['ij'], {}] },
  normalizedShape: { make: () => [2], wrong: [null, 'text', {}, ['2'], true] },
  betas: { make: () => [0.9, 0.99], wrong: [null, 'text', 3, ['0.9', 0.9], [null, 0.9]] },
  numbers: { make: () => [1], wrong: ['text', {}, 3] },
  many: { make: () => 10, wrong: noNumber },
  periods: { make: () => [1, 2], wrong: [null, 'text', {}, 3, ['1', '2']] },
  frame: { make: () => [2, 2], wrong: [null, 'text', {}, 3, ['1', '2']] },
  layout: { make: () => 0, wrong: [null, '1', true] },
  operator: { make: () => 'LSTM', wrong: [null, 3, ['LSTM'], {}] },
  idNames: { make: () => ['Tanh'], wrong: [null, 3, {}, [3]] },
  ratio: { make: () => 0.25, wrong: noNumber },
};

const arrays: Record<string, Kind> = {
  tokens: { make: () => Int32Array.from({ length: 20 }, (_, i) => i % 3), wrong: [null, 'text', 3, [1, 2, 3], {}] },
  prompt: { make: () => [0, 1], wrong: [null, 'text', 3, {}] },
  idList: { make: () => [0, 1], wrong: [null, 3, {}] },
  lengths: { make: () => [1, 2], wrong: [null, 'text', 3, {}] },
  logits: { make: () => Float32Array.of(0, 1, 2), wrong: [null, 'text', 3, [0, 1, 2], new Int32Array(3), {}] },
  bytes: { make: () => new Uint8Array(8), wrong: [null, 'text', 3, [1, 2], {}, new Float32Array(2)] },
  entries: {
    make: () => [['w', { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]],
    wrong: [
      null,
      3,
      {},
      ['w'],
      [['w', null]],
      [['w', { dtype: 'F32', shape: 1, data: Float32Array.of(1) }]],
      [['w', { dtype: 'F32', shape: [1], data: [1] }]],
      [[3, { dtype: 'F32', shape: [1], data: Float32Array.of(1) }]],
    ],
  },
  metadata: { make: () => ({ a: 'b' }), wrong: [null, 'text', 3, ['a'], { a: 3 }] },
  sequenceData: { make: () => [1, 2, 3, 4], wrong: [null, 'text', 3, {}] },
  iterable: { make: () => [1, 2], wrong: [null, 3, {}] },
};

const things: Record<string, Kind> = {
  state: { make: () => ones([2, 2]), wrong: [] },
  given: { make: () => 'layer', wrong: [] },
  limit: { make: () => 2, wrong: [] },
  scanStep: { make: () => (x: unknown, state: unknown) => ({ output: x, state }), wrong: noFunction },
  creation: { make: () => ({ dtype: 'float32' }), wrong: [null, 'text', 3] },
  paddingChoice: { make: () => 'causal', wrong: [null, ['same'], {}, true] },
  function: { make: () => () => ones([]), wrong: noFunction },
  filters: { make: () => [], wrong: [null, 'text', 3, {}, [null], ['topK']] },
  callbacks: { make: () => [], wrong: [null, 'text', 3, {}, [null], ['log']] },
  stop: { make: () => [1], wrong: [null, 'text', 3, {}] },
  generator: { make: () => new RandomGenerator(1), wrong: [null, 'text', 3, {}] },
  signal: { make: () => new AbortController().signal, wrong: [null, 'text', 3, {}] },
  backend: { make: () => jsBackend(), wrong: [null, 'text', 3, {}] },
  module: { make: () => new Linear({ inFeatures: 2, outFeatures: 2 }), wrong: [null, 'text', 3] },
  target: { make: () => ones([2]), wrong: [null, 'text', 3] },
  layer: { make: () => (x: unknown) => x, wrong: [null, 'text', 3, {}] },
  sequenceLayer: { make: () => ({ forward: (x: unknown) => x }), wrong: [null, 'text', 3, {}, (x: unknown) => x] },
  cell: { make: () => new GRUCell({ inputSize: 2, hiddenSize: 2 }), wrong: [null, 'text', 3, {}] },
  layerOrCell: { make: () => new GRUCell({ inputSize: 2, hiddenSize: 2 }), wrong: [null, 'text', 3, {}] },
  layers: { make: () => [new GRUCell({ inputSize: 2, hiddenSize: 2 })], wrong: [...noList, {}, [], [null], [{}]] },
  rate: { make: () => 0.5, wrong: [null, 'text', [0.5], true, { h: '0.5' }, { h: null }] },
  names: { make: () => ['weightHh'], wrong: [null, 'h', 3, {}, [], [3]] },
  pooling: { make: () => 'mean', wrong: [null, 3, {}, ['mean']] },
  encoder: { make: () => ({ encode: (x: unknown) => x }), wrong: [null, 'text', 3, {}] },
  encoders: { make: () => [{ encode: (x: unknown) => x }], wrong: [...noList, {}, [], [null], [{}]] },
  stepHead: { make: () => ({ perStep: true, forward: (x: unknown) => x }), wrong: [null, 'text', 3, {}] },
  packed: { make: () => packPadded(ones([2, 2, 2]), [1, 2]), wrong: [null, 'text', 3, {}] },
  ragged: { make: () => [[1], [2, 3]], wrong: [null, 'text', 3, {}, [['a']], [[1], 2]] },
  optimizer: { make: () => adam(), wrong: [null, 'text', 3, {}] },
  gradients: { make: () => [ones([2])], wrong: [null, 'text', 3, [[1, 2]], [null]] },
  stateValues: {
    make: () => new Map(namedParameters(new Linear({ inFeatures: 2, outFeatures: 2 }))),
    wrong: [null, 'text', 3, {}, []],
  },
  groups: {
    make: () => [{ parameters: () => true, optimizer: sgd({ learningRate: 1 }) }],
    wrong: [
      null,
      'text',
      3,
      {},
      [{ parameters: 3, optimizer: adam() }],
      [{ parameters: () => true, optimizer: null }],
      [null],
    ],
  },
  parameterMap: { make: () => new Map([['w', parameter(ones([2]))]]), wrong: [null, 'text', 3, {}, []] },
  gradientMap: {
    make: () => new Map([['w', ones([2])]]),
    wrong: [null, 'text', 3, {}, new Map([['w', [1, 2]]]), new Map([['w', null]])],
  },
  source: {
    make: () => contiguousWindows(new Int32Array(20), { batch: 2, steps: 3 }),
    wrong: [null, 'text', 3, {}, []],
  },
  position: {
    make: () => ({ epoch: 0, batch: 0, source: 'contiguousWindows(20 ids, batch 2, steps 3)' }),
    wrong: [null, 'text', 3],
  },
  trainState: { make: () => ({ model: new Linear({ inFeatures: 2, outFeatures: 2 }) }), wrong: [null, 'text', 3, {}] },
  cells: {
    make: () => [new OnnxRecurrentCell({ kind: 'RNN', inputSize: 2, hiddenSize: 2 })],
    wrong: [null, 'text', 3, {}, [null]],
  },
  attributes: { make: () => ({ clip: 1 }), wrong: [null, 'text', 3, [1], { clip: '1' }, { activations: [3] }] },
  initializers: { make: () => ({ weight: constantInitializer(1) }), wrong: [null, 'text', 3, [1], { weight: 3 }] },
  functions: { make: () => [constantInitializer(1)], wrong: [null, 'text', 3, {}, [3]] },
  result: {
    make: () => ({ output: ones([2, 2, 2]), state: { h: ones([1, 2, 2]) } }),
    wrong: [null, 'text', 3, {}, { output: [1], state: {} }],
  },
};

const attending: Record<string, Kind> = {
  attentionMask: { make: () => causal(), wrong: [null, 'causal', 3, {}, true, [[true]]] },
  buckets: { make: () => ones([8, 2]), wrong: noTensor },
  manyInteger: { make: () => 64, wrong: noNumber },
  score: { make: () => dotScore, wrong: [null, 'dot', 3, {}] },
  centerOf: { make: () => 0, wrong: [null, '1', {}, true] },
  layerOnly: { make: () => ({ forward: (x: unknown) => x }), wrong: [null, 'text', 3, {}, (x: unknown) => x] },
  headPositions: { make: () => ({}), wrong: [null, 'rotary', 3] },
  sequenceLayers: { make: () => [{ forward: (x: unknown) => x }], wrong: [null, 'text', 3, {}, [null], [3]] },
  decoderLayers: {
    make: () => [new TransformerDecoderLayer({ dModel: 2, nhead: 1, dimFeedforward: 2 })],
    wrong: [null, 'text', 3, {}, [null], [{ forward: (x: unknown) => x }]],
  },
};

/** Every kind of argument that a signature may name. */
export const kinds: Readonly<Record<string, Kind>> = { ...tensors, ...plain, ...arrays, ...things, ...attending };
