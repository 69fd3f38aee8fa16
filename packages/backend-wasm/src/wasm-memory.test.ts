import { DisposedError, OutOfMemoryError } from '@ostinato/base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WasmMemory } from './wasm-memory.ts';

const mega = 2 ** 20;
const sizeOf = ({ memory }: WasmMemory): number => memory.buffer.byteLength;

afterEach(() => vi.restoreAllMocks());

describe.each([false, true])('a memory, shared: %s', (shared) => {
  it('grows in large steps', () => {
    const memory = new WasmMemory(512 * mega, mega, shared);
    const sizes = new Set([sizeOf(memory)]);
    for (let i = 0; i < 300; i++) {
      memory.allocate(mega);
      sizes.add(sizeOf(memory));
    }
    expect(sizes.size).toBeLessThan(12);
    expect(sizeOf(memory)).toBeLessThanOrEqual(512 * mega);
    memory.dispose(true);
  });

  it('keeps to its maximum, and goes on after it was full', () => {
    const memory = new WasmMemory(32 * mega, mega, shared);
    const blocks = Array.from({ length: 30 }, () => memory.allocate(mega));
    expect(() => memory.allocate(2 * mega)).toThrow(OutOfMemoryError);
    expect(() => memory.allocate(2 ** 40)).toThrow(/cannot allocate 1099511627776 bytes; 31457280 bytes are in use/);
    expect(sizeOf(memory)).toBeLessThanOrEqual(32 * mega);
    expect(memory.report()).toEqual({ storages: 30, bytes: 30 * mega, peakBytes: 30 * mega });
    for (const block of blocks.slice(0, 2)) memory.free(block);
    expect(memory.allocate(2 * mega)).toBe(blocks[0]);
    memory.dispose(true);
  });

  it('grows by what is needed where the host has no more', () => {
    const memory = new WasmMemory(768 * mega, mega, shared);
    const present = sizeOf(memory);
    const grow = memory.memory.grow.bind(memory.memory);
    vi.spyOn(memory.memory, 'grow').mockImplementation((pages) => {
      if (pages > 40) throw new RangeError('no more');
      return grow(pages);
    });
    memory.allocate(present + mega);
    expect(sizeOf(memory)).toBeLessThanOrEqual(2 * present + 2 * mega);
    expect(() => memory.allocate(64 * mega)).toThrow(OutOfMemoryError);
    const rest = Array.from({ length: 20 }, () => memory.allocate(mega));
    expect(rest.length).toBe(20);
    memory.dispose(true);
  });

  it('ends', () => {
    const memory = new WasmMemory(32 * mega, mega, shared);
    const block = memory.allocate(16);
    memory.dispose(true);
    memory.dispose(true);
    expect(() => memory.allocate(16)).toThrow(DisposedError);
    expect(() => memory.buffer).toThrow(DisposedError);
    memory.free(block);
    expect(memory.report()).toMatchObject({ storages: 0, bytes: 0 });
  });
});

describe('the memory of the host', () => {
  it('is halved until there is room', () => {
    const { Memory } = WebAssembly;
    const asked: number[] = [];
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor) {
      asked.push(descriptor.maximum!);
      if (descriptor.maximum! > 8192) throw new RangeError('no room');
      return new Memory(descriptor);
    });
    const memory = new WasmMemory(2048 * mega, mega, false);
    expect(asked).toEqual([32_768, 16_384, 8192]);
    expect(() => memory.allocate(1024 * mega)).toThrow(/at most 536870912/);
  });

  it('may have none', () => {
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function () {
      throw new RangeError('no room');
    });
    expect(() => new WasmMemory(2048 * mega, mega, false)).toThrow(OutOfMemoryError);
  });

  it('serves the next one when it is shared and idle, and is as large as that needs', () => {
    const first = new WasmMemory(48 * mega, mega, true);
    const { memory } = first;
    first.dispose(true);
    const second = new WasmMemory(48 * mega, 24 * mega, true);
    expect(second.memory).toBe(memory);
    expect(sizeOf(second)).toBeGreaterThanOrEqual(24 * mega);
    second.dispose(false);
    expect(new WasmMemory(48 * mega, mega, true).memory).not.toBe(memory);
  });
});
