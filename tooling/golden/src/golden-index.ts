/** How far a value may be from its reference: `|got - ref| <= atol + rtol |ref|`. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** One entry of `index.json`: a case, or a file of several cases. */
export interface IndexEntry {
  readonly id: string;
  readonly family?: string;
  readonly kind?: string;
  readonly file?: string;
  /** What the names of the case's tensors start with in the file. */
  readonly prefix?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** By what is compared: `fwd`, `grad`, `losses`, `final`. */
  readonly tol?: Readonly<Record<string, Tolerance>>;
  /** Dtype and shape by name, as `F32[2,3]`. */
  readonly tensors?: Readonly<Record<string, string>>;
  /** Number of cases in the file; 1 unless given. */
  readonly count?: number;
}

function isEntry(value: unknown): value is IndexEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as IndexEntry).id === 'string' &&
    (value as IndexEntry).id !== ''
  );
}

/** The entries of an `index.json`; `file` is its name in errors. @throws Error when it is no index, or empty */
export function parseIndex(text: string, file: string): IndexEntry[] {
  const index = JSON.parse(text) as { cases?: unknown } | null;
  const cases = index?.cases;
  if (!Array.isArray(cases)) throw new Error(`${file}: expected an object with an array "cases".`);
  if (cases.length === 0) throw new Error(`${file}: there are no cases.`);
  const wrong = cases.findIndex((entry) => !isEntry(entry));
  if (wrong >= 0) throw new Error(`${file}: cases[${wrong}] has no id.`);
  return cases as IndexEntry[];
}
