import type { Manifest } from './packages.ts';

/** An entry point of a package: code that a program can import. */
export interface Entry {
  /** What a program imports: `@ostinato/train/node`. */
  readonly specifier: string;
  /** The key in `exports`: `.` or `./node`. */
  readonly path: string;
  /** The file for each condition. */
  readonly conditions: Readonly<Record<string, string>>;
}

/** The entry points of a package. What is exported as one file, such as `./package.json` or `./a.wasm`, is no code. */
export function codeEntries({ name, exports = {} }: Pick<Manifest, 'name' | 'exports'>): Entry[] {
  return Object.entries(exports).flatMap(([path, conditions]) =>
    typeof conditions === 'string' ? [] : [{ specifier: name + path.slice(1), path, conditions }],
  );
}
