import { kernelTable, type KernelName } from '@ostinato/backend';
import { jsBackend } from '@ostinato/backend-js';
import { expect, it } from 'vitest';
import { wasmBackend } from './index.ts';

const wasm: any = await wasmBackend();
const js: any = jsBackend();
const names = (Object.keys(kernelTable) as KernelName[]).filter(
  (n) => !/^(unary|matmul|batchMatmul|matmulAdd|strided)/.test(n) && !/pow|atan2/i.test(n),
);
const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 1e-40, -1e-40, 2147483648, -2147483648, 4294967296.5, 1e12, -1e12, 1e20, 3e38, 0.5, 2.5, 1e-30];
function run(backend: any, name: string, sizes: any, seed: number, specials: boolean): any[] {
  let s = seed;
  const rnd = () => {
    s = (s * 1664525 + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
  const row: any = (kernelTable as any)[name];
  const strides: any = {};
  const args: any[] = [];
  const outs: any[] = [];
  for (const a of row.args) {
    if (a.role === 'out' || a.role === 'in' || a.role === 'state') {
      const total = 20 + (sizes.total as number);
      const arr = a.dtype === 'float32' ? new Float32Array(total) : a.dtype === 'int32' ? new Int32Array(total) : new Uint8Array(total);
      const add = /Add/.test(name);
      for (let i = 0; i < total; i++)
        arr[i] =
          a.role === 'out' && !add ? 7 & 1
          : a.dtype === 'float32' ? (specials && rnd() < 0.3 ? special[Math.floor(rnd() * special.length)]! : a.role === 'state' ? rnd() : Math.fround((rnd() - 0.4) * (/prod/.test(name) ? 2.2 : 10)))
          : a.dtype === 'bool' ? (rnd() < 0.5 ? 1 : 0)
          : a.name === 'index' ? Math.floor(rnd() * sizes.width) : Math.floor((rnd() - 0.5) * 2 ** 32);
      const st = backend.allocate(a.dtype, total);
      backend.write(st, a.dtype, arr);
      args.push(st);
      if (a.role !== 'in') outs.push([st, a.dtype, total]);
      strides[a.name] = sizes.cols + (sizes.gap as number);
    } else if (a.role === 'size') args.push(sizes[a.name]);
    else if (a.role === 'stride') {
      if (a.axis === 'column') args.push(/repeat/.test(sizes.mode) && rnd() < 0.5 ? 0 : 1);
      else {
        const r = rnd();
        args.push(a.of !== 'out' && a.of !== 'order' && /repeat/.test(sizes.mode) && r < 0.3 ? 0 : a.of === 'out' && /reduce/.test(name) ? 1 + sizes.gap : Math.max(strides[a.of], /Columns/.test(name) ? sizes.width : 0));
      }
    } else {
      const v: any = { value: /fill.bool/.test(name) ? 1 : /fill.int32/.test(name) ? -5 : specials ? special[Math.floor(rnd() * special.length)] : 1.25, first: 2 ** 34 * 4 - 7, key0: 4000000000, key1: 3999999999, draw: 3000000000, step: 2, call: 4294967295, nesterov: 1, amsgrad: 1, correction1: 0.19, correction2: 0.002, epsilon: 1e-8, learningRate: 0.01, momentum: 0.9, beta1: 0.9, beta2: 0.999, dampening: 0.1, weightDecay: 0.01, probability: 0.3 };
      args.push(a.name === 'first' && row.split === 'elements' ? seed & 1 : v[a.name]);
    }
  }
  const position = backend.kernels[name](...args);
  const got = outs.map(([st, d, n]) => backend.readSync(st, d, 0, n));
  for (const [i, a] of row.args.entries()) if ('dtype' in a) backend.free(args[i]);
  return [position, ...got];
}
it.each(names)('%s', (name) => {
  let seed = 1;
  const worst = { relative: 0, text: '' };
  for (const mode of ['dense', 'gap', 'repeat'])
    for (const rows of [1, 2, 7, 33])
      for (const cols of [1, 2, 5, 15, 16, 17, 33, 47, 48, 100, 300])
        for (const specials of [false, true]) {
          const sizes: any = { mode, gap: mode === 'gap' ? 3 : 0, rows, cols, width: 13, tableRows: 13, aCols: cols, bCols: 6 };
          sizes.total = (Math.max(rows, 13) + 1) * (Math.max(cols, 13) + 10);
          seed++;
          const [a, b] = [run(wasm, name, sizes, seed, specials), run(js, name, sizes, seed, specials)];
          expect(a[0]).toBe(b[0]);
          for (let k = 1; k < a.length; k++)
            for (let i = 0; i < a[k].length; i++) {
              if (Object.is(a[k][i], b[k][i])) continue;
              const relative = Math.abs(a[k][i] - b[k][i]) / Math.max(1e-6, Math.abs(b[k][i]));
              if (!(relative <= worst.relative)) {
                worst.relative = relative;
                worst.text = `${JSON.stringify(sizes)} special ${specials} out ${k} [${i}]: ${a[k][i]} js ${b[k][i]}`;
                if (Number.isNaN(relative)) throw new Error(worst.text + JSON.stringify([a.slice(1).map((r: any) => String(r[i])), b.slice(1).map((r: any) => String(r[i]))]));
              }
            }
        }
  if (worst.relative > 0) console.log(`FUZZ ${name} ${worst.relative.toExponential(2)} ${worst.text}`);
});
