import { adapters, parseIndex } from '@ostinato-workspace/golden';
import { watchTfjs } from '@ostinato/backend-tfjs/testing';
import { eagerWasmBackend } from '@ostinato/backend-wasm/testing';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import { inject, it } from 'vitest';
import { commands } from 'vitest/browser';
import { record, type Subject } from './record.ts';
import { tfjsSubject } from './tfjs-subject.ts';

tf.enableProdMode();
tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
setWasmPaths(inject('tfjsWasm' as never));

/** The address of the golden directory on the test server. */
const directory = inject('golden' as never) as string;

async function bytesOf(name: string): Promise<Uint8Array> {
  const response = await fetch(`${directory}/${name}`);
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function golden() {
  const entries = parseIndex(await (await fetch(`${directory}/index.json`)).text(), 'index.json');
  const names = [...new Set(entries.flatMap(({ kind, file }) => (kind && kind in adapters && file ? [file] : [])))];
  const files = new Map(await Promise.all(names.map(async (name) => [name, await bytesOf(name)] as const)));
  return { readFile: (file: string) => files.get(file)!, entries, adapters };
}

/** Shaders even for few elements, where tfjs would compute on the host; but textures cannot hold every int32 that is read. */
const onlyShaders = (law: string): void => tf.env().set('WEBGL_CPU_FORWARD', law.startsWith('reads'));
const onHost = (): boolean => tf.env().getBool('WEBGL_CPU_FORWARD');

const tensors = (): number => tf.memory().numTensors;

it('holds', async () => {
  const subjects: Subject[] = [
    { name: 'Chromium wasm', make: () => eagerWasmBackend({ threads: 2, maxMemory: 2 ** 28 }) },
    tfjsSubject('Chromium tfjs wasm', await watchTfjs(tf, 'wasm'), tensors),
    { ...tfjsSubject('Chromium tfjs webgl', await watchTfjs(tf, 'webgl', onHost), tensors), before: onlyShaders },
  ];
  const cases = await golden();
  for (const subject of subjects) {
    const column = await record(subject, cases);
    await commands.writeFile(`results/${subject.name.replaceAll(' ', '-')}.json`, JSON.stringify(column));
  }
});
