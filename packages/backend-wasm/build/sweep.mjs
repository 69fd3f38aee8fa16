// Errors of the built math kernels in ULP, by default of all 2 ** 32 float32 numbers, on two threads:
// node build/sweep.mjs [NAME...] [--sample N] [--variant simd|relaxed] [--json FILE]
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { everyBetween, neighborhoods, randomPairs, sampled, specialPairs } from './accuracy/inputs.mjs';
import { joined, loadKernels, measureBinary, measureUnary } from './accuracy/measure.mjs';
import { binaryReferences, unaryReferences } from './accuracy/references.mjs';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 hides it
if (isMainThread) await main();
else parentPort?.postMessage(await sweep(workerData));

/**
 * One thread's part of a kernel's inputs.
 * @param {{ name: string, variant: string, sample: number, part: number, parts: number }} task
 */
async function sweep({ name, variant, sample, part, parts }) {
  const kernels = await loadKernels(variant);
  const binary = new Map(Object.entries(binaryReferences)).get(name);
  const unary = new Map(Object.entries(unaryReferences)).get(name);
  const share = (sample || 2 ** 32) / parts;
  if (binary) {
    const sources = [randomPairs(share / 2, part), randomPairs(share / 2, part + 2, 160), specialPairs()];
    return joined(sources.map((source) => measureBinary(kernels, name, binary, source)));
  }
  if (!unary) throw new Error(`no reference for ${name}`);
  if (sample === 0) {
    return measureUnary(kernels, name, unary, everyBetween(part * share, (part + 1) * share));
  }
  const sources = [sampled(share, part + 1), ...(part === 0 ? [neighborhoods()] : [])];
  return joined(sources.map((source) => measureUnary(kernels, name, unary, source)));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string', default: '0' },
      variant: { type: 'string', default: 'simd' },
      json: { type: 'string' },
    },
  });
  const known = [...Object.keys(unaryReferences), ...Object.keys(binaryReferences)];
  const names = positionals.length > 0 ? positionals : known;
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`no such kernels: ${strange.join(', ')}; there are ${known.join(', ')}`);
  const results = [];
  for (const name of names) {
    const start = performance.now();
    const tasks = [0, 1].map((part) => ({
      name,
      part,
      parts: 2,
      sample: Number(values.sample),
      variant: values.variant,
    }));
    const found = joined(
      await Promise.all(
        tasks.map(async (task) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: task });
          const [message] = await once(worker, 'message');
          return message;
        }),
      ),
    );
    results.push({ name, ...found });
    report(name, found, (performance.now() - start) / 1000);
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  if (results.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}

/** @param {string} name @param {import('./accuracy/measure.mjs').Accuracy} found @param {number} seconds */
function report(name, { inputs, exact, ulp, where, wrong }, seconds) {
  const share = ((100 * exact) / inputs).toFixed(3);
  const worst = exact === inputs ? 'all correctly rounded' : `${ulp.toFixed(3)} ULP: ${where}`;
  console.log(`${name.padEnd(10)} ${worst}; ${share} % correctly rounded of ${inputs}; ${seconds.toFixed(1)} s`);
  for (const text of wrong) console.log(`  wrong: ${text}`);
}
