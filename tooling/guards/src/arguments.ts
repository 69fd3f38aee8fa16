import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Request {
  readonly guards: readonly string[];
  readonly write: boolean;
}

/** Reads `[GUARD...] [--write exports]`; no guard means all of `known`. Throws at anything else. */
export function readArguments(args: readonly string[], known: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { write: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new RangeError(`No guard called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const write = values.write !== undefined;
  if (write && values.write !== 'exports') throw new RangeError(`--write ${values.write}: only exports can be written`);
  if (positionals.length > 0) return { guards: positionals, write };
  return { guards: write ? ['exports'] : known, write };
}
