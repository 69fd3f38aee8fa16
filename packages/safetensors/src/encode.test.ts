import { ArgumentError, FormatError, ShapeError } from '@ostinato/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode.ts';
import { encodeSafetensors } from './encode.ts';
import type { TensorEntry } from './tensor-entry.ts';
import { type TensorType, tensorTypeNames, tensorTypes } from './tensor-type.ts';

const floats = (...values: number[]): TensorEntry => ({
  dtype: 'F32',
  shape: [values.length],
  data: Float32Array.from(values),
});
const raw = ({ data }: TensorEntry): number[] => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
const headerOf = (file: Uint8Array): string => {
  const length = new DataView(file.buffer).getUint32(0, true);
  return new TextDecoder().decode(file.subarray(8, 8 + length));
};

/** A tensor of any dtype and any bits; 16-bit types hold only what they can represent. */
const anyTensor: fc.Arbitrary<TensorEntry> = fc
  .record({
    dtype: fc.constantFrom(...tensorTypeNames),
    shape: fc.array(fc.nat(3), { maxLength: 4 }),
    bytes: fc.uint8Array({ minLength: 81 * 8, maxLength: 81 * 8 }),
  })
  .map(({ dtype, shape, bytes }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const { array, bytes: size, widen } = tensorTypes[dtype];
    const file = bytes.slice(0, count * size).buffer;
    const data = new array(widen === undefined ? file : Uint32Array.from([...new Uint16Array(file)].map(widen)).buffer);
    return { dtype, shape, data } as TensorEntry;
  });
const anyName = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', '', '"\\'));

describe('encodeSafetensors', () => {
  it('goes round bit for bit, whatever the tensors, names and metadata', () => {
    const named = fc.uniqueArray(fc.tuple(anyName, anyTensor), { selector: ([name]) => name, maxLength: 8 });
    const metadata = fc.uniqueArray(fc.tuple(anyName, anyName), { selector: ([key]) => key, maxLength: 4 });
    fc.assert(
      fc.property(named, metadata, (tensors, pairs) => {
        const back = decodeSafetensors(encodeSafetensors(tensors, new Map(pairs)));
        expect(back.tensors.size).toBe(tensors.length);
        for (const [name, tensor] of tensors) {
          const { dtype, shape } = back.tensors.get(name)!;
          expect({ dtype, shape, raw: raw(back.tensors.get(name)!) }).toEqual({
            ...tensor,
            data: undefined,
            raw: raw(tensor),
          });
        }
        expect(back.metadata).toEqual(new Map(pairs));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps signaling NaN payloads, -0 and infinities of every float type', () => {
    const bits = Uint32Array.of(0x7f800001, 0xffc12345, 0x80000000, 0xff800000, 1);
    const file = encodeSafetensors([['x', { dtype: 'F32', shape: [5], data: new Float32Array(bits.buffer) }]]);
    expect(new Uint32Array(decodeSafetensors(file).tensors.get('x')!.data.buffer)).toEqual(bits);
  });

  it('writes what the reference implementation writes', () => {
    const file = encodeSafetensors(
      new Map<string, TensorEntry>([
        ['b', floats(1)],
        ['a', { dtype: 'U8', shape: [], data: Uint8Array.of(7) }],
        ['c', { dtype: 'F64', shape: [1], data: Float64Array.of(2) }],
        ['a2', floats(3)],
      ]),
      { format: 'pt' },
    );
    expect(headerOf(file).trimEnd()).toBe(
      '{"__metadata__":{"format":"pt"},"c":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},' +
        '"a2":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},' +
        '"a":{"dtype":"U8","shape":[],"data_offsets":[16,17]}}',
    );
    expect(headerOf(file).length % 8).toBe(0);
    expect([...file.subarray(-9)]).toEqual([...new Uint8Array(Float32Array.of(3, 1).buffer), 7]);
  });

  it('gives the same bytes for the same content in any order', () => {
    const a = ['a', floats(1)] as const;
    const b = ['\u{1f600}', floats(2)] as const;
    expect(encodeSafetensors([a, b], { x: '1', y: '2' })).toEqual(
      encodeSafetensors(
        [b, a],
        new Map([
          ['y', '2'],
          ['x', '1'],
        ]),
      ),
    );
  });

  it('aligns every tensor to its element size', () => {
    fc.assert(
      fc.property(fc.array(anyTensor, { maxLength: 6 }), (tensors) => {
        const file = encodeSafetensors(tensors.map((tensor, i) => [`t${i}`, tensor]));
        const header = headerOf(file);
        const entries = Object.values(JSON.parse(header)) as { dtype: TensorType; data_offsets: [number, number] }[];
        for (const { dtype, data_offsets } of entries) {
          expect((8 + header.length + data_offsets[0]) % tensorTypes[dtype].bytes).toBe(0);
        }
      }),
    );
  });

  it('rounds to F16 and BF16 to nearest, ties to even, and takes a view at an offset', () => {
    const data = new Float32Array([9, 9, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 70000]).subarray(2);
    const half = decodeSafetensors(encodeSafetensors([['h', { dtype: 'F16', shape: [3], data }]]));
    expect(half.tensors.get('h')?.data).toEqual(Float32Array.of(1, 1 + 2 ** -9, Infinity));
    const brain = decodeSafetensors(encodeSafetensors([['b', { dtype: 'BF16', shape: [3], data }]]));
    expect(brain.tensors.get('b')?.data).toEqual(Float32Array.of(1, 1, 70144));
  });

  it.each([
    [{ a: floats(1) }, ArgumentError, /a Map or an iterable/],
    [[floats(1)], ArgumentError, /a pair \[name, tensor\]/],
    [
      [
        ['a', floats(1)],
        ['a', floats(1)],
      ],
      ArgumentError,
      /"a" comes twice/,
    ],
    [[['__metadata__', floats(1)]], ArgumentError, /taken by the format/],
    [[['\ud800', floats(1)]], ArgumentError, /half of a surrogate pair/],
    [[[7, floats(1)]], ArgumentError, /name must be a string, got 7/],
    [[['a', null]], ArgumentError, /tensor "a": the entry must be an object/],
    [[['a', { ...floats(1), dtype: 'f32' }]], ArgumentError, /Did you mean "F32"/],
    [[['a', { ...floats(1), dtype: 'F16', data: Uint16Array.of(1) }]], ArgumentError, /a Float32Array for dtype F16/],
    [[['a', { ...floats(1), data: [1] }]], ArgumentError, /data must be a Float32Array/],
    [[['a', { ...floats(1), shape: 1 }]], ArgumentError, /shape must be an array/],
    [[['a', { ...floats(1), shape: [1.5] }]], ArgumentError, /shape\[0\] must be a whole number/],
    [[['a', { ...floats(1), shape: [2] }]], ShapeError, /shape \[2\] holds 2 elements, data has 1/],
    [[['a', { ...floats(), shape: [2 ** 52, 4, 0] }]], ShapeError, /Infinity/],
  ])('refuses wrong tensors (%#)', (tensors, kind, message) => {
    expect(() => encodeSafetensors(tensors as never)).toThrow(kind);
    expect(() => encodeSafetensors(tensors as never)).toThrow(message);
  });

  it.each([
    [{ a: 1 }, /metadata "a" must be a string/],
    ['text', /a Map or an object/],
    [null, /a Map/],
    [['a'], /a Map/],
  ])('refuses the metadata %j', (metadata, message) => {
    expect(() => encodeSafetensors([], metadata as never)).toThrow(ArgumentError);
    expect(() => encodeSafetensors([], metadata as never)).toThrow(message);
  });

  it('refuses a header that no reader would accept', () => {
    expect(() => encodeSafetensors([], { a: '\0'.repeat(16_666_667) })).toThrow(FormatError);
  });
});
