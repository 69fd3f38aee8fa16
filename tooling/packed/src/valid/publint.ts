import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** What publint, strict, says against a tarball. */
export async function publintProblems(name: string, tarball: string): Promise<string[]> {
  const bytes = new Uint8Array(readFileSync(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, level: 'warning', strict: true });
  return messages.map((message) => {
    const text = formatMessage(message, pkg ?? {}, { color: false }) ?? `${message.code} at ${message.path.join('.')}`;
    return `${name}: publint: ${text}`;
  });
}
