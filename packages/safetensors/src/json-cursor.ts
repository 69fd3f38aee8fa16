import { describe, FormatError } from '@ostinato/base';

const quote = 0x22;
const backslash = 0x5c;
const deepest = 64;
// The counts are bounded because an endless run of digits would overflow the regular expression's own stack.
const scalar = /true|false|null|-?(?:0|[1-9]\d{0,99})(?:\.\d{1,99})?(?:[eE][+-]?\d{1,9})?/y;
const zero = 0x30;
const loneSurrogate = /\p{Surrogate}/u;

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

function isDigit(unit: number): boolean {
  return unit >= zero && unit <= 0x39;
}

/**
 * Reads JSON (RFC 8259) from left to right and hands each key to the caller. `JSON.parse` would keep the last of two
 * equal keys without a word, give `1.0` and `1e2` for whole numbers, and build values that nobody asked for.
 */
export class JsonCursor {
  readonly #text: string;
  #at = 0;
  /** What is being read, such as a tensor's name; error messages quote it. */
  subject: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The error for something unexpected at the cursor. */
  unexpected(expected: string): FormatError {
    const rest = this.#text.slice(this.#at, this.#at + 24);
    const got = rest === '' ? 'the end of the header' : describe(rest);
    return this.invalid(`expected ${expected} at character ${this.#at} of the header, got ${got}`);
  }

  /** The error for a value that was read but is wrong. */
  invalid(message: string, code = 'FORMAT_INVALID_HEADER_DESERIALIZATION'): FormatError {
    const subject = this.subject === undefined ? '' : `tensor ${describe(this.subject)}: `;
    return new FormatError(`decodeSafetensors: ${subject}${message}.`, { code });
  }

  /** Moves over white space and then over `symbol`, if it comes next. */
  accept(symbol: string): boolean {
    this.#space();
    const found = this.#text.startsWith(symbol, this.#at);
    if (found) this.#at += symbol.length;
    return found;
  }

  #space(): void {
    let at = this.#at;
    while (isSpace(this.#text.charCodeAt(at))) at++;
    this.#at = at;
  }

  /** Reads an object; `visit` is called at each value and must read it. @throws FormatError */
  object(visit: (key: string) => void): void {
    if (!this.accept('{')) throw this.unexpected('an object');
    if (this.accept('}')) return;
    do {
      const key = this.string();
      if (!this.accept(':')) throw this.unexpected('":"');
      visit(key);
    } while (this.accept(','));
    if (!this.accept('}')) throw this.unexpected('"," or "}"');
  }

  /** Reads an array; `visit` is called at each item and must read it. @throws FormatError */
  array(visit: () => void): void {
    if (!this.accept('[')) throw this.unexpected('an array');
    if (this.accept(']')) return;
    do visit();
    while (this.accept(','));
    if (!this.accept(']')) throw this.unexpected('"," or "]"');
  }

  /** Reads a string of whole Unicode characters. @throws FormatError */
  string(): string {
    if (!this.accept('"')) throw this.unexpected('a string');
    const start = this.#at;
    let end = start;
    let escaped = false;
    for (let unit = this.#text.charCodeAt(end); unit !== quote; unit = this.#text.charCodeAt(++end)) {
      if (!(unit >= 0x20)) throw this.unexpected('a string that ends, without control characters'); // NaN: past the end
      if (unit !== backslash) continue;
      escaped = true;
      end++;
    }
    this.#at = end + 1;
    const plain = this.#text.slice(start, end);
    return escaped ? this.#unescape(plain) : plain;
  }

  #unescape(plain: string): string {
    let value: string | undefined;
    try {
      value = JSON.parse(`"${plain}"`);
    } catch {
      // refused below
    }
    if (value === undefined || loneSurrogate.test(value)) {
      throw this.invalid(`the string ${describe(plain)} has a broken escape sequence`);
    }
    return value;
  }

  /** Reads a whole number from 0 to 2^53 - 1. @throws FormatError */
  integer(): number {
    this.#space();
    const start = this.#at;
    let value = 0;
    let end = start;
    for (let unit = this.#text.charCodeAt(end); isDigit(unit); unit = this.#text.charCodeAt(++end)) {
      value = value * 10 + (unit - zero); // exact until the limit is passed, and then it is refused
    }
    const padded = end > start + 1 && this.#text.charCodeAt(start) === zero;
    if (end === start || padded || '.eE'.includes(this.#text.charAt(end) || ' ')) {
      throw this.unexpected('a whole number of 0 or more');
    }
    this.#at = end;
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    const got = this.#text.slice(start, Math.min(end, start + 24));
    throw this.invalid(`${got} is above the limit of 2^53 - 1`, 'FORMAT_VALIDATION_OVERFLOW');
  }

  /** Reads any value and forgets it. @throws FormatError, also beyond 64 levels */
  skip(level = 0): void {
    if (level > deepest) throw this.invalid(`the header nests deeper than ${deepest} levels`);
    this.#space();
    const first = this.#text.charAt(this.#at);
    if (first === '{') this.object(() => this.skip(level + 1));
    else if (first === '[') this.array(() => this.skip(level + 1));
    else if (first === '"') this.string();
    else this.#skipScalar();
  }

  #skipScalar(): void {
    scalar.lastIndex = this.#at;
    if (!scalar.test(this.#text)) throw this.unexpected('a value');
    this.#at = scalar.lastIndex;
  }

  /** Checks that nothing but white space is left. @throws FormatError */
  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw this.unexpected('nothing more');
  }
}
