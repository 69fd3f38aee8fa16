import { kinds } from './kinds.ts';

/** One parameter of a function: its name, its kind (see `kinds`), whether it may be left out, the fields of options. */
export interface Argument {
  readonly name: string;
  readonly kind: string;
  readonly optional: boolean;
  readonly fields: readonly Argument[];
}

/**
 * Parses a signature such as `x:float axis:axis? options?{keepDims:flag, p:number}`: arguments parted by spaces, `?` where one
 * may be left out; `{...}` are options with fields that may all be left out unless they end with `!`.
 */
export function parseSignature(signature: string): Argument[] {
  return (signature.match(/[^\s{]+(\{[^}]*\})?/g) ?? []).map(parseArgument);
}

function parseArgument(text: string): Argument {
  const match = /^(\w+)(\?)?(?::(\w+)(\?)?)?(?:\{([^}]*)\})?$/.exec(text);
  if (match === null) throw new Error(`"${text}" is no argument`);
  const [, name, early, kind, late, inner] = match as unknown as [string, string, ...(string | undefined)[]];
  const fields =
    inner === undefined
      ? []
      : inner
          .split(',')
          .map((field) => field.trim())
          .filter(Boolean)
          .map(parseField);
  return check({ name, kind: kind ?? 'options', optional: (early ?? late) !== undefined, fields });
}

function parseField(text: string): Argument {
  const [name, rest = ''] = text.split(':') as [string, string?];
  return check({ name, kind: rest.replace('!', ''), optional: !rest.endsWith('!'), fields: [] });
}

function check(argument: Argument): Argument {
  if (argument.kind === 'options' || argument.kind in kinds) return argument;
  throw new Error(`unknown kind "${argument.kind}" of ${argument.name}`);
}
