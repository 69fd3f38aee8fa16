import { generate, generateAll, greedy, type Logits, sample, temperature, topK, topP } from '@ostinato/decoding';
import { defaultGenerator, ones, type Tensor, tensor } from '@ostinato/tensor';
import { type Coverage, misuse, type Misuse, wrong, wrongCall } from './misuse.ts';

const step = (tokens: Tensor, state: Tensor | undefined) => ({
  logits: ones([1, tokens.shape[1]!, 4]),
  state: state ?? ones([1, 2]),
});

const filters: Misuse[] = [
  ...[0, -1, NaN, Infinity].map((value) =>
    wrongCall(`temperature ${value}`, 'ArgumentError', ['temperature', String(value)], () => temperature(value)),
  ),
  ...[0, -1, 1.5].map((k) => wrongCall(`topK ${k}`, 'ArgumentError', ['k', String(k)], () => topK(k))),
  ...[0, -0.1, 1.1, NaN].map((p) => wrongCall(`topP ${p}`, 'ArgumentError', ['p', String(p)], () => topP(p))),
];

const generation: Misuse[] = [
  ...[0, -1, 1.5].map((maxTokens) =>
    wrongCall(`maxTokens ${maxTokens}`, 'ArgumentError', ['maxTokens', String(maxTokens)], () =>
      generate(step, [1], { maxTokens }),
    ),
  ),
  wrongCall('generateAll', 'ArgumentError', ['maxTokens', '0'], () => generateAll(step, [1], { maxTokens: 0 })),
  wrongCall('an empty prompt', 'ArgumentError ARGUMENT_TOO_SHORT', ['prompt'], () =>
    generate(step, [], { maxTokens: 1 }),
  ),
  wrongCall('a prompt of -1', 'ArgumentError', ['prompt[1]', '-1'], () => generate(step, [0, -1], { maxTokens: 1 })),
  wrongCall('logits of two sequences', 'ShapeError', ['[2,1,4]'], () =>
    generateAll(() => ({ logits: ones([2, 1, 4]), state: ones([2]) }), [1], { maxTokens: 2 }),
  ),
  wrongCall('NaN logits', 'NumericError NUMERIC', ['NaN', 'token 1'], () =>
    generateAll(() => ({ logits: tensor([[0, NaN]]), state: ones([2]) }), [1], { maxTokens: 2 }),
  ),
];

const draws: Misuse[] = [
  misuse('nothing left', 'NumericError NUMERIC', ['-Infinity'], (watch) => {
    const logits = watch(Float32Array.of(0, 1));
    watch(() => defaultGenerator().draws);
    return () => sample(logits, { filters: [(all: Logits) => all.slice().fill(-Infinity)] });
  }),
  misuse('no logits', 'ArgumentError ARGUMENT_TYPE', ['logits'], (watch) => {
    const logits = watch(new Float32Array(0));
    return () => sample(logits);
  }),
  misuse('greedy of no logits', 'ArgumentError ARGUMENT_TYPE', ['logits'], (watch) => {
    const logits = watch(new Float32Array(0));
    return () => greedy(logits);
  }),
  wrongCall('a misspelt option', 'ArgumentError ARGUMENT_OPTION', ['filter', 'filters'], () =>
    sample(Float32Array.of(1), wrong({ filter: [] })),
  ),
];

/** Rows of area `decode`. */
export const decodingMisuses: Readonly<Record<string, Coverage>> = {
  'beam width 0, temperature <= 0, top_k 0, top_p outside (0,1], max length 0': {
    misuses: [...filters, ...generation, ...draws],
    notYet: 'beam width: there is no beam search yet',
  },
};
