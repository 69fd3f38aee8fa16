import { OstinatoError } from '@ostinato/base';
import { setBackend } from '@ostinato/tensor';
import { type Arguments, help, readArguments } from './arguments.ts';
import { makeBackend } from './backends.ts';
import { print } from './print.ts';
import { sample } from './sample.ts';
import { train } from './train.ts';

const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort());
process.on('SIGTERM', () => interrupted.abort());

try {
  const args = readArguments(process.argv.slice(2));
  if (args.command === 'help') print(help);
  else await run(args);
} catch (error) {
  process.exitCode = report(error);
}

async function run(args: Arguments): Promise<void> {
  const backend = await makeBackend(args.backend);
  setBackend(backend.backend);
  if (args.command === 'sample') await sample(args, interrupted.signal);
  else await train(args, backend, interrupted.signal);
}

/** One line for what a person can mend, the whole stack for a fault of the program. Gives the exit code. */
function report(error: unknown): number {
  if (interrupted.signal.aborted && error === interrupted.signal.reason) {
    print('Stopped; the checkpoint is saved. Go on with: npm start -- --resume');
    return 130;
  }
  process.stderr.write(error instanceof OstinatoError ? `${error.message}\n` : `${(error as Error).stack}\n`);
  return 1;
}
