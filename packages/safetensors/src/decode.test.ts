import { ArgumentError, FormatError } from '@ostinato/base';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode.ts';

type Json = string | Record<string, unknown>;

/** A file from its parts, right or wrong: the header as JSON or text, the data, and a length to claim. */
function file(header: Json | Uint8Array, data: ArrayLike<number> = [], claimed?: bigint): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const head = header instanceof Uint8Array ? header : new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + head.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(data, 8 + head.length);
  return bytes;
}

const tensor = (dtype: unknown, shape: unknown, begin: unknown, end: unknown): Record<string, unknown> => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const raw = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const dataOf = (bytes: Uint8Array, name: string): unknown => decodeSafetensors(bytes).tensors.get(name)?.data;

describe('decodeSafetensors', () => {
  it.each([
    ['F64', new Float64Array([1.5, -0])],
    ['F32', new Float32Array([1.5, Number.NaN])],
    ['I64', new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n])],
    ['I32', new Int32Array([-1, 2 ** 31 - 1])],
    ['I16', new Int16Array([-32768, 7])],
    ['I8', new Int8Array([-128, 127])],
    ['U64', new BigUint64Array([0n, 2n ** 64n - 1n])],
    ['U32', new Uint32Array([2 ** 32 - 1, 0])],
    ['U16', new Uint16Array([65535, 1])],
    ['U8', new Uint8Array([255, 1])],
    ['BOOL', new Uint8Array([0, 1])],
  ])('reads %s', (dtype, values) => {
    const bytes = file({ t: tensor(dtype, [2], 0, values.byteLength) }, raw(values));
    expect(decodeSafetensors(bytes).tensors.get('t')).toEqual({ dtype, shape: [2], data: values });
  });

  it('widens F16 and BF16', () => {
    const bytes = file(
      { h: tensor('F16', [3], 0, 6), b: tensor('BF16', [2], 6, 10) },
      raw(new Uint16Array([0xc100, 1, 0x7c00, 0xc049, 0xff80])),
    );
    expect(dataOf(bytes, 'h')).toEqual(new Float32Array([-2.5, 2 ** -24, Infinity]));
    expect(dataOf(bytes, 'b')).toEqual(new Float32Array([-3.140625, -Infinity]));
  });

  it('copies misaligned data, from a view at any offset, shared or not', () => {
    const bytes = file({ b: tensor('U8', [1], 0, 1), f: tensor('F64', [1], 1, 9) }, [5, ...raw(Float64Array.of(2.5))]);
    for (const buffer of [new ArrayBuffer(bytes.length + 3), new SharedArrayBuffer(bytes.length + 3)]) {
      const view = new Uint8Array(buffer, 3);
      view.set(bytes);
      const { tensors } = decodeSafetensors(view);
      view.fill(0);
      expect(tensors.get('f')?.data).toEqual(Float64Array.of(2.5));
      expect(tensors.get('b')?.data).toEqual(Uint8Array.of(5));
    }
  });

  it.each([
    ['no tensors', file('{}'), []],
    ['metadata only', file({ __metadata__: { format: 'pt' } }), []],
    ['null metadata', file('{"__metadata__":null}'), []],
    ['a 0-d tensor', file({ s: tensor('U8', [], 0, 1) }, [7]), ['s']],
    ['a zero-size tensor', file({ z: tensor('F32', [2, 0], 0, 0) }), ['z']],
    ['padding', file(`${JSON.stringify({ a: tensor('U8', [1], 0, 1) })} \n\t\r `, [9]), ['a']],
    ['leading white space', file(` ${JSON.stringify({ a: tensor('U8', [1], 0, 1) })}`, [9]), ['a']],
    ['shuffled order', file({ b: tensor('U8', [2], 1, 3), a: tensor('U8', [1], 0, 1) }, [1, 2, 3]), ['b', 'a']],
    ['odd names', file({ '': tensor('U8', [0], 0, 0), 'ключ😀\n': tensor('U8', [0], 0, 0) }), ['', 'ключ😀\n']],
    ['a long name', file({ ['n'.repeat(3000)]: tensor('U8', [0], 0, 0) }), ['n'.repeat(3000)]],
  ])('loads %s', (_, bytes, names) => {
    expect([...decodeSafetensors(bytes).tensors.keys()]).toEqual(names);
    expect([...decodeSafetensors(bytes.buffer as ArrayBuffer).tensors.keys()]).toEqual(names);
  });

  it('takes __proto__, constructor and toString for ordinary names', () => {
    const [a, b, c] = [0, 1, 2].map((at) => JSON.stringify(tensor('U8', [1], at, at + 1)));
    const header = `{"__metadata__":{"__proto__":"x"},"__proto__":${a},"constructor":${b},"toString":${c}}`;
    const { tensors, metadata } = decodeSafetensors(file(header, [1, 2, 3]));
    expect([...tensors].map(([name, { data }]) => [name, data[0]])).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['toString', 3],
    ]);
    expect([...metadata]).toEqual([['__proto__', 'x']]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('reads 20,000 tensors in less than two seconds', () => {
    const header: Record<string, unknown> = {};
    for (let i = 0; i < 20_000; i++) header[`layer.${i}.weight`] = tensor('F32', [2], i * 8, i * 8 + 8);
    const bytes = file(header, new Uint8Array(160_000));
    const start = performance.now();
    expect(decodeSafetensors(bytes).tensors.size).toBe(20_000);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('refuses a value that holds no bytes', () => {
    for (const wrong of ['abc', null, undefined, [1, 2], new Float32Array(4), {}]) {
      expect(() => decodeSafetensors(wrong as never)).toThrow(ArgumentError);
    }
  });
});

const one = tensor('F32', [1], 0, 4);
const four = [0, 0, 0, 0];
const big = 2 ** 53 + 2;
const deep = 50_000;
const crowd = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`w${i}`, tensor('F32', [250], 0, 1000)]));
const json = 'INVALID_HEADER_DESERIALIZATION';

const hostile: readonly (readonly [what: string, bytes: Uint8Array, code: string, message: RegExp])[] = [
  ['no bytes', new Uint8Array(0), 'HEADER_TOO_SMALL', /got 0 bytes/],
  ['7 bytes', new Uint8Array(7), 'HEADER_TOO_SMALL', /got 7 bytes/],
  ['a header past the end', file('{}', [], 64n), 'INVALID_HEADER_LENGTH', /claims 64 bytes, 2 follow/],
  ['header length 2^64-1', file('{}', [], 2n ** 64n - 1n), 'HEADER_TOO_LARGE', /18446744073709551615 bytes/],
  ['header length 2^53+1', file('{}', [], 2n ** 53n + 1n), 'HEADER_TOO_LARGE', /9007199254740993 bytes/],
  ['header length 2^63', file('{}', [], 2n ** 63n), 'HEADER_TOO_LARGE', /allows 100000000/],
  ['header length 100,000,001', file('{}', [], 100_000_001n), 'HEADER_TOO_LARGE', /100000001/],
  ['header length 100,000,000', file('{}', [], 100_000_000n), 'INVALID_HEADER_LENGTH', /follow/],
  ['header length 0', file(''), json, /expected an object.*end of the header/],
  ['not UTF-8', file(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)), 'INVALID_HEADER', /not valid UTF-8/],
  ['overlong UTF-8', file(latin('{"\xc0\xaf":1}')), 'INVALID_HEADER', /UTF-8/],
  ['UTF-8 surrogates', file(latin('{"\xed\xa0\x80":1}')), 'INVALID_HEADER', /UTF-8/],
  ['a byte order mark', file(latin('\xef\xbb\xbf{}')), json, /expected an object/],
  ['broken JSON', file('{"a": [1, '), json, /tensor "a": expected an object/],
  ['a JSON array', file('[]'), json, /expected an object at character 0/],
  ['null', file('null'), json, /expected an object/],
  ['NUL padding', file('{}\0\0'), json, /expected nothing more/],
  ['NaN', file('{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}', four), json, /whole number/],
  ['an unknown dtype', file({ a: tensor('F128', [1], 0, 4) }, four), json, /"a": dtype "F128" is not one of/],
  ['a lower-case dtype', file({ a: tensor('f32', [1], 0, 4) }, four), json, /did you mean "F32"/],
  ['a dtype off Object.prototype', file({ a: tensor('constructor', [1], 0, 4) }, four), json, /not one of/],
  ['a number as dtype', file({ a: tensor(32, [1], 0, 4) }, four), json, /expected a string/],
  ['no shape', file({ a: { dtype: 'F32', data_offsets: [0, 4] } }, four), json, /gives no "shape"/],
  ['no offsets', file({ a: { dtype: 'F32', shape: [1] } }, four), json, /gives no "data_offsets"/],
  ['an entry that is no object', file({ a: 5 }), json, /"a": expected an object/],
  ['a null entry', file({ a: null }), json, /"a": expected an object/],
  ['a negative size', file({ a: tensor('F32', [-1], 0, 4) }, four), json, /whole number of 0 or more.*got "-1/],
  ['two negative sizes', file({ a: tensor('F32', [-1, -1], 0, 4) }, four), json, /whole number/],
  ['a fractional size', file({ a: tensor('F32', [1.5], 0, 4) }, four), json, /whole number/],
  ['a text size', file({ a: tensor('F32', ['1'], 0, 4) }, four), json, /whole number/],
  ['a product of 2^64', file({ a: tensor('F32', [2 ** 32, 2 ** 32], 0, 4) }, four), 'VALIDATION_OVERFLOW', /2\^53/],
  ['a product of 2^53', file({ a: tensor('U8', [2 ** 27, 2 ** 26], 0, 4) }, four), 'VALIDATION_OVERFLOW', /2\^53/],
  ['a size of 2^53 + 2', file({ a: tensor('U8', [big], 0, 4) }, four), 'VALIDATION_OVERFLOW', /9007199254740994/],
  ['2^34 bytes: 0 in 32 bits', file({ a: tensor('F32', [65536, 65536], 0, 0) }), 'TENSOR_INVALID_INFO', /17179869184/],
  ['begin after end', file({ a: tensor('F32', [1], 4, 0) }, four), 'INVALID_OFFSET', /end before they begin/],
  ['cut data', file({ a: one }, [0, 0]), 'METADATA_INCOMPLETE_BUFFER', /4 bytes of data, 2 bytes follow/],
  ['the same bytes twice', file({ a: one, b: one }, four), 'INVALID_OFFSET', /"b".*overlap/],
  ['a hole', file({ a: one, b: tensor('F32', [1], 8, 12) }, Array(12).fill(0)), 'INVALID_OFFSET', /hole after byte 4/],
  ['a leading hole', file({ a: tensor('F32', [1], 4, 8) }, Array(8).fill(0)), 'INVALID_OFFSET', /hole after byte 0/],
  ['trailing bytes', file({ a: one }, Array(9).fill(0)), 'METADATA_INCOMPLETE_BUFFER', /belong to no tensor/],
  ['bytes but no tensor', file('{}', [1]), 'METADATA_INCOMPLETE_BUFFER', /belong to no tensor/],
  ['a wrong size', file({ a: tensor('F32', [2], 0, 4) }, four), 'TENSOR_INVALID_INFO', /takes 8 bytes.*hold 4/],
  ['number metadata', file({ __metadata__: { a: 1 } }), json, /expected a string/],
  ['array metadata', file({ __metadata__: ['a'] }), json, /expected an object/],
  ['nested metadata', file({ __metadata__: { a: { b: 'c' } } }), json, /expected a string/],
  ['text offsets', file({ a: tensor('F32', [1], '0', '4') }, four), json, /whole number/],
  ['three offsets', file({ a: { ...one, data_offsets: [0, 2, 4] } }, four), json, /\[begin, end\], got 3 numbers/],
  ['deep arrays', file('['.repeat(deep) + ']'.repeat(deep)), json, /expected an object/],
  ['deep objects', file('{"a":'.repeat(deep) + '1' + '}'.repeat(deep)), json, /deeper than 64/],
  ['deep unknown keys', file(`{"a":{"x":${'['.repeat(deep)}`), json, /deeper than 64/],
  ['a zip', latin(`PK\x03\x04${'\0'.repeat(60)}`), 'INVALID_HEADER_LENGTH', /looks like a zip archive.*PyTorch/],
  ['an HTML page', latin('<!DOCTYPE html><html><h1>404</h1>'), 'HEADER_TOO_LARGE', /looks like an HTML page/],
  [
    'a name twice',
    file(`{"a":${JSON.stringify(one)},"a":${JSON.stringify(one)}}`, four),
    'DUPLICATE_NAME',
    /"a" comes/,
  ],
  ['half a surrogate pair', file('{"\\ud800":{}}'), json, /broken escape/],
  ['100,000 tensors at one place', file(crowd, new Uint8Array(1000)), 'INVALID_OFFSET', /overlap/],
];

describe('decodeSafetensors refuses', () => {
  it.each(hostile)('%s', (_, bytes, code, message) => {
    const start = performance.now();
    expect(() => decodeSafetensors(bytes)).toThrow(FormatError);
    const expected = { code: `FORMAT_${code}`, message: expect.stringMatching(message) };
    expect(() => decodeSafetensors(bytes)).toThrow(expect.objectContaining(expected));
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('every file that was cut, at every length', () => {
    const whole = file({ a: tensor('F32', [3], 0, 12), __metadata__: { k: 'v' } }, new Uint8Array(12));
    expect(decodeSafetensors(whole).tensors.size).toBe(1);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(FormatError);
    }
  });
});
