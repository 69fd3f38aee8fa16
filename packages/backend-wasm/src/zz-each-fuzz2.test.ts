import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { wasmBackend } from './index.ts';
const wasm: any = await wasmBackend();
const js: any = jsBackend();
let s = 7;
const rnd = () => (s = (s * 1664525 + 1013904223) >>> 0) / 2 ** 32;
it('strided', () => {
  for (let n = 0; n < 1500; n++) {
    const sizes = Array.from({ length: 6 }, () => (rnd() < 0.4 ? 1 : Math.floor(rnd() * (rnd() < 0.2 ? 40 : 7))));
    if (sizes.reduce((a, b) => a * b, 1) > 60000) continue;
    // permuted contiguous strides, some 0, some negative, some doubled
    const order = [0, 1, 2, 3, 4, 5].sort(() => rnd() - 0.5);
    const strides = [0, 0, 0, 0, 0, 0];
    let step = rnd() < 0.2 ? 2 : 1;
    for (const a of order) {
      if (rnd() < 0.15) continue;
      strides[a] = step * (rnd() < 0.15 ? -1 : 1);
      step *= Math.max(sizes[a]!, 1);
    }
    const low = strides.reduce((t, v, a) => t + (v < 0 ? v * Math.max(sizes[a]! - 1, 0) : 0), 0);
    const high = strides.reduce((t, v, a) => t + (v > 0 ? v * Math.max(sizes[a]! - 1, 0) : 0), 0);
    const room = high - low + 1;
    const total = sizes.reduce((a, b) => a * b, 1);
    for (const dtype of ['float32', 'bool', 'sum']) {
      const d = dtype === 'sum' ? 'float32' : dtype;
      const T: any = d === 'bool' ? Uint8Array : Float32Array;
      const [inn, outn] = dtype === 'sum' ? [total, room] : [room, total];
      const data = T.from({ length: inn }, () => (d === 'bool' ? rnd() * 2 : Math.floor(rnd() * 100)));
      const got = [wasm, js].map((b: any) => {
        const [x, o] = [b.allocate(d, inn), b.allocate(d, outn + 4)];
        b.write(x, d, data);
        b.write(o, d, new T(outn + 4).fill(9));
        if (dtype === 'sum') b.kernels.stridedSum(o, x, room, ...sizes, ...strides, -low);
        else b.kernels[`strided.${d}`](o, x, ...sizes, ...strides, -low);
        const r = b.readSync(o, d, 0, outn + 4);
        b.free(x);
        b.free(o);
        return r;
      });
      expect(got[0], `${dtype} ${sizes} ${strides}`).toEqual(got[1]);
    }
  }
}, 100000);
it('long sorts', () => {
  for (const n of [261631, 261632, 261633, 300001]) {
    const data = Float32Array.from({ length: n }, () => (rnd() < 0.01 ? NaN : rnd() < 0.1 ? -0 : Math.floor(rnd() * 50000) - 25000));
    const [x, o, p] = [wasm.allocate('float32', n), wasm.allocate('float32', n), wasm.allocate('int32', n)];
    wasm.write(x, 'float32', data);
    for (const sign of [1, -1]) {
      wasm.kernels[sign > 0 ? 'sort.ascending' : 'sort.descending'](o, p, x, 1, n, n, n, n);
      const [v, order] = [wasm.readSync(o, 'float32', 0, n), wasm.readSync(p, 'int32', 0, n)];
      const rank = (a: number, b: number) => (Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b || 0);
      const want = Array.from(data, (_, i) => i).sort((i, j) => sign * rank(data[i]!, data[j]!) || i - j);
      let bad = 0;
      for (let i = 0; i < n; i++) if (order[i] !== want[i] || !Object.is(v[i], data[want[i]!])) bad++;
      expect(bad).toBe(0);
    }
    wasm.free(x), wasm.free(o), wasm.free(p);
  }
}, 100000);
it('long sums', () => {
  for (const n of [100000, 1000003]) {
    const data = Float32Array.from({ length: n }, () => rnd() * 3);
    const got = [wasm, js].map((b: any) => {
      const [x, o] = [b.allocate('float32', n), b.allocate('float32', n)];
      b.write(x, 'float32', data);
      const r: number[] = [];
      b.kernels['reduce.sum'](o, x, 1, n, 1, n);
      r.push(b.readSync(o, 'float32', 0, 1)[0]);
      b.kernels.columnSum(o, x, n, 1, 1);
      r.push(b.readSync(o, 'float32', 0, 1)[0]);
      b.kernels['row.cumsum'](o, x, 1, n, n, n);
      r.push(b.readSync(o, 'float32', n - 1, 1)[0]);
      b.kernels['row.softmax'](o, x, 1, n, n, n);
      r.push(...b.readSync(o, 'float32', 5, 5));
      b.kernels['row.logSoftmax'](o, x, 1, n, n, n);
      r.push(...b.readSync(o, 'float32', 5, 5));
      return r;
    });
    console.log('FUZZ', got[0].map((v: number, i: number) => (Math.abs(v - got[1]![i]!) / Math.abs(v)).toExponential(1)).join(' '));
  }
});
