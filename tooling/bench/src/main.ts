import { runAnyCell } from './any-cell/any-cell.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { windowed } from './attention/windowed.ts';
import { benchCells } from './cells/bench-cells.ts';
import { compare } from './compare/compare.ts';
import { gemm } from './gemm/gemm.ts';
import { help } from './help.ts';
import { kernels } from './kernels/kernels.ts';
import { programs } from './programs/programs.ts';
import { runPeer } from './run/run-peer.ts';
import { setup } from './setup/setup.ts';
import { soak } from './soak/soak.ts';
import { startup } from './startup/startup.ts';
import { streams } from './stream/stream.ts';
import { verify } from './verify/verify.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  process.exitCode = (await run(readArguments(process.argv.slice(2)))) === 0 ? 0 : 1;
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${(error as Error).stack}\n`);
}

/** Gives the number of faults found, for commands that look for some. */
async function run(args: Arguments): Promise<number> {
  switch (args.command) {
    case 'compare':
      compare(args, print);
      return 0;
    case 'peer':
      print(JSON.stringify(await runPeer(args)));
      return 0;
    case 'verify':
      return verify(args.names, print);
    case 'gemm':
      await gemm(args, print);
      return 0;
    case 'kernels':
      await kernels(args, print);
      return 0;
    case 'any-cell':
      await runAnyCell(args.names, args.rounds, print);
      return 0;
    case 'cells':
      await benchCells(args, print);
      return 0;
    case 'programs':
      await programs(print);
      return 0;
    case 'window':
      await windowed(args.json, print);
      return 0;
    case 'soak':
      return soak(args, print);
    case 'stream':
      return streams(args, print);
    case 'startup':
      await startup(args, print);
      return 0;
    case 'setup':
      setup(print);
      return 0;
    case 'help':
      print(help);
      return 0;
  }
}
