import { fillUniform } from '@ostinato/base';
import type { Box } from '../box.ts';
import type { TfjsOps } from '../ops.ts';

/** Random bits are made on the host, so that they are those of every other backend. */
function drawn(count: number, first: number, [key0, key1, draw, step, call]: readonly number[]): Float32Array {
  const values = new Float32Array(count);
  fillUniform(values, { key: [key0!, key1!], draw: draw!, step: step!, call: call! }, first);
  return values;
}

/** The kernels that draw from the Philox generator. */
export const random = (t: TfjsOps) => ({
  'random.uniform': (out: Box, rows: number, cols: number, _: number, first: number, ...stream: number[]): void =>
    t.write(out, () => t.upload(drawn(rows * cols, first, stream), 'float32', [rows * cols])),
  'random.bernoulli': (out: Box, rows: number, cols: number, _: number, first: number, ...stream: number[]): void =>
    t.write(out, () => {
      const [probability] = stream.slice(5) as [number];
      const values = Uint8Array.from(drawn(rows * cols, first, stream), (u) => +(u < probability));
      return t.upload(values, 'bool', [rows * cols]);
    }),
});
