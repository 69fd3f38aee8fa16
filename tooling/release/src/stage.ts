import { statusLine } from '@ostinato-workspace/workspace';

/** Runs one stage and prints a line with its seconds; `note` adds what it came to. */
export async function stage<T>(name: string, work: (note: (text: string) => void) => Promise<T>): Promise<T> {
  const start = performance.now();
  let said = '';
  let ok = false;
  try {
    const result = await work((text) => {
      said = text;
    });
    ok = true;
    return result;
  } finally {
    console.log(statusLine(ok, name, start, said));
  }
}
