/** `ok     name   1.2 s  note`: one line for what began at `start`, a time of `performance.now()`. */
export function statusLine(ok: boolean, name: string, start: number, note = ''): string {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.padStart(5)} s  ${note}`.trimEnd();
}

/** What a caught value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
