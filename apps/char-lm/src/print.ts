/** Writes a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A cross-entropy in words: nats, and bits. */
export function nats(loss: number): string {
  return `${loss.toFixed(3)} nats (${(loss / Math.LN2).toFixed(3)} bits) per character`;
}
