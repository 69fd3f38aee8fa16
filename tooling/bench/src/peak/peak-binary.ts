const v128 = 0x7b;
const simd = 0xfd;
const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const opcode = { splat: 0x13, lane: 0x1f, add: 0xe4, mul: 0xe6, madd: 0x105 };

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const vector = (code: number): number[] => [simd, ...unsigned(code)];

/**
 * A WebAssembly module whose function `run(count)` does `2 x count` multiply-adds on each of `chains` registers and nothing
 * else: what limits it is the processor. No chain waits for another.
 */
export function peakBinary(chains: number, relaxed: boolean): Uint8Array<ArrayBuffer> {
  const [factor, term] = [chains + 1, chains + 2];
  const step = (chain: number): number[] =>
    relaxed
      ? [...get(chain), ...get(factor), ...get(term), ...vector(opcode.madd), ...set(chain)]
      : [...get(chain), ...get(factor), ...vector(opcode.mul), ...get(term), ...vector(opcode.add), ...set(chain)];
  const all = Array.from({ length: chains }, (_, i) => i + 1);
  const round = all.flatMap(step);
  const countDown = [...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0];
  const loop = [0x03, 0x40, ...round, ...round, ...countDown, 0x0b];
  const sum = all.slice(1).flatMap((chain) => [...get(chain), ...vector(opcode.add)]);
  const total = [...get(1), ...sum, ...vector(opcode.lane), 0];
  const body = [
    1,
    chains + 2,
    v128,
    ...[...all, factor, term].flatMap((local) => fill(local, local === factor ? 0.999 : local / 1000)),
    ...loop,
    ...total,
    0x0b,
  ];
  return Uint8Array.from([
    ...magic,
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), // (i32) -> f32
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

function fill(local: number, value: number): number[] {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setFloat32(0, value, true);
  return [0x43, ...new Uint8Array(bytes.buffer), ...vector(opcode.splat), ...set(local)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}
