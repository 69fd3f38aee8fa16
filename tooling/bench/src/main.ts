import { readArguments } from './arguments.ts';
import { help } from './help.ts';
import { runPeer } from './run/run-peer.ts';
import { verify } from './verify/verify.ts';

import { compare } from './compare/compare.ts';
import { setup } from './setup/setup.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const args = readArguments(process.argv.slice(2));
  if (args.command === 'help') print(help);
  else if (args.command === 'peer') print(JSON.stringify(await runPeer(args)));
  else if (args.command === 'compare') compare(args, print);
  else if (args.command === 'setup') setup(print);
  else if (args.command === 'verify') process.exitCode = (await verify(args.names, print)) > 0 ? 1 : 0;
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${(error as Error).stack}\n`);
}
