import { CharacterVocabulary, contiguousWindows, repeat, shuffledWindows, splitTrainValidation } from '@ostinato/data';
import { fit } from '@ostinato/train';
import { type Coverage, misuse, type Misuse, wrongCall } from './misuse.ts';

const texts = {
  'a lone surrogate': 'a\ud800b\udc00',
  NUL: 'a\0b',
  BOM: '\ufeffabc',
  CRLF: 'a\r\nb\n',
  'combining marks': 'e\u0301 \u00e9',
  'emoji ZWJ': '\u{1f469}\u200d\u{1f4bb}',
};

function roundTrip(text: string): void {
  const vocabulary = CharacterVocabulary.fromText(text);
  const back = CharacterVocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)));
  if (back.decode(vocabulary.encode(text)) !== text) throw new Error('the text came back changed');
}

const ids = Int32Array.from({ length: 10 }, (_, i) => i);

const sizes: Misuse[] = [0, -1, 1.5].flatMap((value) => [
  wrongCall(`contiguousWindows batch ${value}`, 'ArgumentError', ['batch', String(value)], () =>
    contiguousWindows(ids, { batch: value, steps: 2 }),
  ),
  wrongCall(`contiguousWindows steps ${value}`, 'ArgumentError', ['steps', String(value)], () =>
    contiguousWindows(ids, { batch: 2, steps: value }),
  ),
  wrongCall(`shuffledWindows batch ${value}`, 'ArgumentError', ['batch', String(value)], () =>
    shuffledWindows(ids, { batch: value, steps: 2, seed: 1 }),
  ),
  wrongCall(`shuffledWindows stride ${value}`, 'ArgumentError', ['stride', String(value)], () =>
    shuffledWindows(ids, { batch: 2, steps: 2, seed: 1, stride: value }),
  ),
]);

const empty: Misuse[] = [
  misuse('nothing to cut into streams', 'ArgumentError ARGUMENT_TOO_SHORT', ['0 ids', '5'], (watch) => {
    const none = watch(new Int32Array(0));
    return () => contiguousWindows(none, { batch: 2, steps: 2 });
  }),
  misuse(
    'too little for one batch of streams',
    'ArgumentError ARGUMENT_TOO_SHORT',
    ['10 ids', '13', 'batch 4', 'steps 3'],
    (watch) => {
      watch(ids);
      return () => contiguousWindows(ids, { batch: 4, steps: 3 });
    },
  ),
  misuse('too little for one window', 'ArgumentError ARGUMENT_TOO_SHORT', ['10 ids', '11'], (watch) => {
    watch(ids);
    return () => shuffledWindows(ids, { batch: 1, steps: 10, seed: 1 });
  }),
  wrongCall('an empty text', 'ArgumentError ARGUMENT_TOO_SHORT', ['empty'], () => CharacterVocabulary.fromText('')),
  wrongCall('a split that leaves nothing', 'ArgumentError ARGUMENT_TOO_SHORT', ['1', '0'], () =>
    splitTrainValidation([7], { validation: 0.1 }),
  ),
  ...[0, 1, -0.5].map((validation) =>
    wrongCall(`a share of ${validation}`, 'ArgumentError', ['validation', String(validation)], () =>
      splitTrainValidation(ids, { validation }),
    ),
  ),
  wrongCall('repeat for 0 epochs', 'ArgumentError', ['epochs', '0'], () =>
    repeat(contiguousWindows(ids, { batch: 1, steps: 2 }), { epochs: 0 }),
  ),
  wrongCall('training on no batches', 'DataError DATA_EMPTY', ['no batches'], () => fit(() => 0, [])),
  wrongCall('training for 0 epochs', 'ArgumentError', ['epochs', '0'], () => fit(() => 0, [1], { epochs: 0 })),
];

/** Rows of area `data`. */
export const dataMisuses: Readonly<Record<string, Coverage>> = {
  'text with a lone surrogate, NUL, BOM, CRLF, combining marks, emoji ZWJ': {
    holds: Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [`${name} comes back`, () => roundTrip(text)]),
    ),
  },
  'CSV with a missing cell / wrong column count / unterminated quote': { notYet: 'there is no CSV reader yet' },
  'batch_size 0; empty data set; drop_last leaves nothing': { misuses: [...sizes, ...empty] },
};

/** Rows of area `metrics`. */
export const metricMisuses: Readonly<Record<string, Coverage>> = {
  'hypothesis and reference lists of different length': { notYet: 'there is no metrics package yet' },
};
