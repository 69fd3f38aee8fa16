import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ArgumentError, checkInteger, checkNumber, nearestName } from '@ostinato/base';

/** What the command line asked for. */
export interface Arguments {
  readonly command: 'train' | 'sample' | 'help';
  readonly backend: string;
  readonly data: string | undefined;
  readonly checkpoint: string;
  readonly resume: boolean;
  readonly long: boolean;
  readonly steps: number | undefined;
  readonly seed: number;
  readonly prompt: string;
  readonly temperature: number;
  readonly length: number;
}

/** The text of `--help`. */
export const help = `Trains a character language model on Moby Dick and samples from it.

  npm start                                       train, then show a sample
  npm start -- --resume                           go on where the last run stopped
  npm start -- sample --prompt "Call me"          continue a text with the trained model

Training
  --long               a larger model for about ten minutes
  --steps N            number of training steps
  --data FILE          train on a UTF-8 text file instead of Moby Dick
  --seed N             other random numbers (default 1)
  --backend wasm       where to compute: wasm, js, or tfjs (TensorFlow.js on its wasm backend)
  --checkpoint FILE    where to save (default char-lm.safetensors)
Sampling
  --prompt TEXT        text to continue (default "The ")
  --temperature X      below 1 is safer, above 1 is wilder (default 0.8)
  --length N           characters to write (default 400)
`;

const options = {
  backend: { type: 'string', default: 'wasm' },
  data: { type: 'string' },
  checkpoint: { type: 'string', default: 'char-lm.safetensors' },
  resume: { type: 'boolean', default: false },
  long: { type: 'boolean', default: false },
  steps: { type: 'string' },
  seed: { type: 'string', default: '1' },
  prompt: { type: 'string', default: 'The ' },
  temperature: { type: 'string', default: '0.8' },
  length: { type: 'string', default: '400' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the command line. @throws ArgumentError that names the nearest option of a misspelt one */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const [command = 'train', ...rest] = positionals;
  if (!['train', 'sample', 'help'].includes(command) || rest.length > 0) {
    throw new ArgumentError(
      `Unknown command "${[command, ...rest].join(' ')}". Use train, sample or --help; put texts in quotes.`,
    );
  }
  return {
    ...values,
    command: values.help ? 'help' : (command as Arguments['command']),
    checkpoint: fromCaller(values.checkpoint),
    data: values.data === undefined ? undefined : fromCaller(values.data),
    steps: values.steps === undefined ? undefined : wholeNumber('--steps', values.steps, 1),
    seed: wholeNumber('--seed', values.seed, 0),
    temperature: checkNumber('char-lm', '--temperature', numberIn(values.temperature), { above: 0 }),
    length: wholeNumber('--length', values.length, 1),
  };
}

function wholeNumber(option: string, text: string, min: number): number {
  return checkInteger('char-lm', option, numberIn(text), { min });
}

/** The number that a text says; what says none stays a text, for the error that quotes it. */
function numberIn(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isNaN(value) ? (text as unknown as number) : value;
}

/** A path as the caller means it: npm runs scripts in the root of the repository. */
function fromCaller(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const unknown = args.find((arg) => arg.startsWith('--') && !Object.hasOwn(options, arg.slice(2).split('=')[0]!));
    const near = unknown && nearestName(unknown.slice(2).split('=')[0]!, Object.keys(options));
    const hint = near === undefined ? 'See --help.' : `Did you mean --${near}?`;
    throw new ArgumentError(
      unknown ? `Unknown option ${unknown}. ${hint}` : `${(cause as Error).message}. See --help.`,
      { cause },
    );
  }
}
