import { bench, describe } from 'vitest';
import { jsBackend } from './index.ts';

const backend = jsBackend();

function random(count: number) {
  const storage = backend.allocate('float32', count);
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898));
  backend.write(storage, 'float32', values);
  return storage;
}

/** Divide 2 x rows x cols x inner by the mean time for FLOP/s. */
function product(member: 'nn' | 'nt' | 'tn', rows: number, cols: number, inner: number): void {
  const [out, a, b] = [random(rows * cols), random(rows * inner), random(inner * cols)];
  const [aStride, bStride] = [member[0] === 'n' ? inner : rows, member[1] === 'n' ? cols : inner];
  const millions = (2 * rows * cols * inner) / 1e6;
  bench(`${member} ${rows} x ${cols} x ${inner} (${millions.toFixed(1)} MFLOP)`, () => {
    backend.kernels[`matmul.${member}`](out, a, b, rows, cols, inner, cols, aStride, bStride);
  });
}

describe('matmul: square, one LSTM step of 32 sequences, and its weight gradient over 64 steps', () => {
  product('nn', 256, 256, 256);
  product('nt', 32, 512, 128);
  product('nn', 32, 128, 512);
  product('tn', 512, 128, 32 * 64);
  product('nt', 1, 512, 128);
});

describe('point-wise rows of 32 x 512', () => {
  const [out, a, b] = [random(32 * 512), random(32 * 512), random(32 * 512)];
  for (const name of ['add', 'mul', 'maximum'] as const) {
    bench(`binary.${name}`, () => backend.kernels[`binary.${name}`](out, a, b, 32, 512, 512, 512, 512, 1, 1));
  }
  for (const name of ['sigmoid', 'tanh', 'square'] as const) {
    bench(`unary.${name}`, () => backend.kernels[`unary.${name}`](out, a, 32, 512, 512, 512));
  }
});
