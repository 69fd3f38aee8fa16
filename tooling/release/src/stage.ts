/** Runs one stage and prints a line with its seconds; `note` adds what it came to. */
export async function stage<T>(name: string, work: (note: (text: string) => void) => Promise<T>): Promise<T> {
  const start = performance.now();
  let said = '';
  let state = 'FAILED';
  try {
    const result = await work((text) => {
      said = text;
    });
    state = 'ok    ';
    return result;
  } finally {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${state} ${name.padEnd(9)} ${seconds.padStart(5)} s  ${said}`.trimEnd());
  }
}
