import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Arguments } from '../arguments.ts';
import { installFolder, python } from '../locations.ts';
import { describeMachine, load } from '../machine/machine.ts';
import { hasTorch, torchEnvironment } from '../machine/torch.ts';
import { markdownTable } from '../markdown.ts';
import { refreshScripts } from '../setup/scripts.ts';
import { short, summarize } from '../statistics.ts';
import { downloadSizes } from './download.ts';
import { installForStartup } from './installed.ts';

interface Case {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Time from the start of a process to its end, for first results of several kinds; and what a browser downloads. */
export async function startup(args: Arguments, print: (line: string) => void): Promise<void> {
  refreshScripts();
  const before = load();
  const { folder, bench } = installForStartup();
  const cases = allCases(join(bench, 'dist/startup/first-step.js'));
  const times = cases.map((): number[] => []);
  try {
    for (let round = 0; round < args.rounds; round++) {
      for (const [i, each] of cases.entries()) times[i]!.push(run(each));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const rows = cases.map(({ name }, i) => {
    const { median, best } = summarize(times[i]!);
    return { name, median, best };
  });
  const [bare] = rows;
  const cells = rows.map(({ name, median, best }) => {
    return [name, ...[median, best, median - bare!.median, best - bare!.best].map(short)];
  });
  const { cpu, cores } = describeMachine();
  print(`${cpu}, ${cores} cores, node ${process.version}, load ${before} to ${load()}\n`);
  print(markdownTable(['a fresh process', 'median ms', 'best ms', 'median above bare', 'best above bare'], cells));
  const sizes = (await downloadSizes()).map(({ name, bytes, gzip }) => [name, String(bytes), String(gzip)]);
  print(`\n${markdownTable(['an LSTM in inference, bundled', 'bytes', 'gzipped'], sizes)}`);
}

function allCases(own: string): Case[] {
  const ours = (name: string, ...options: string[]): Case => ({ name, command: [process.execPath, own, ...options] });
  const torch = `import torch, torch.nn as nn
m = nn.LSTM(32, 64, batch_first=True); o = torch.optim.Adam(m.parameters())
nn.functional.mse_loss(m(torch.randn(16, 32, 32))[0], torch.randn(16, 32, 64)).backward(); o.step()`;
  const child = join(installFolder, 'bench/startup_child.mjs');
  return [
    { name: 'bare node', command: [process.execPath, '-e', '0'] },
    ours('wasm, import and init', 'wasm', '1', 'init'),
    ours('wasm, first LSTM step, batch 1', 'wasm', '1', 'forward'),
    ours('wasm, first training step too', 'wasm', '1', 'train'),
    ours('wasm on threads, import and init', 'wasm', 'auto', 'init'),
    ours('wasm on threads, first training step too', 'wasm', 'auto', 'train'),
    ours('js, first training step too', 'js', '1', 'train'),
    ...(existsSync(child)
      ? [{ name: 'tfjs-wasm, first training step', command: [process.execPath, child, 'tfjs-wasm', '1'] }]
      : []),
    ...(hasTorch()
      ? [{ name: 'torch, first training step', command: [python, '-c', torch], environment: torchEnvironment(1) }]
      : []),
  ];
}

function run({ name, command: [program, ...args], environment }: Case): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(program!, args, { env: { ...process.env, ...environment }, encoding: 'utf8' });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  return time;
}
