import { parseArgs } from 'node:util';

/** What `pnpm bench` can do; without a command it compares. */
const commands = [
  'compare',
  'peer',
  'any-cell',
  'cells',
  'programs',
  'window',
  'verify',
  'gemm',
  'kernels',
  'soak',
  'startup',
  'stream',
  'setup',
  'help',
] as const;
type Command = (typeof commands)[number];

const options = {
  backend: { type: 'string', default: 'wasm' },
  budget: { type: 'string', default: '6' },
  cpu: { type: 'string', default: '1' },
  help: { type: 'boolean' },
  json: { type: 'string' },
  relaxed: { type: 'boolean' },
  reps: { type: 'string', default: '12' },
  rounds: { type: 'string', default: '3' },
  runners: { type: 'string' },
  steps: { type: 'string', default: '20000' },
  threads: { type: 'string', default: '1' },
  workload: { type: 'string' },
} as const;

/** The command line, read. */
export interface Arguments {
  readonly command: Command;
  /** What follows the command: ids of workloads, names of kernels. */
  readonly names: readonly string[];
  readonly backend: 'js' | 'wasm' | 'tfjs';
  /** Seconds for one measurement. */
  readonly budget: number;
  /** The core to which programs of one thread are held. */
  readonly cpu: number;
  readonly json: string | undefined;
  /** Undefined: what the engine offers by itself. */
  readonly relaxed: boolean | undefined;
  readonly reps: number;
  readonly rounds: number;
  /** Undefined: all that are there. */
  readonly runners: readonly string[] | undefined;
  readonly steps: number;
  readonly threads: number;
  readonly workload: string;
}

/** @throws TypeError for an unknown option, Error for a value that it cannot have */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const command = commands.find((name) => name === positionals[0]);
  const { backend, workload = '' } = values;
  if (backend !== 'js' && backend !== 'wasm' && backend !== 'tfjs')
    throw new Error(`--backend is js, wasm or tfjs, not ${backend}.`);
  const budget = Number(values.budget);
  if (!(budget > 0)) throw new Error(`--budget is a number of seconds, not ${values.budget}.`);
  if (command === 'peer' && workload === '') throw new Error('peer needs --workload ID.');
  return {
    command: values.help === true ? 'help' : (command ?? 'compare'),
    names: command === undefined ? positionals : positionals.slice(1),
    backend,
    budget,
    cpu: whole('cpu', values.cpu, 0),
    json: values.json,
    relaxed: values.relaxed,
    reps: whole('reps', values.reps, 1),
    rounds: whole('rounds', values.rounds, 1),
    runners: values.runners?.split(','),
    steps: whole('steps', values.steps, 1),
    threads: whole('threads', values.threads, 1),
    workload,
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`--${name} is a whole number of ${least} or more, not ${text}.`);
  }
  return value;
}
