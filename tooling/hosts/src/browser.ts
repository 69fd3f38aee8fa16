import { type Browser, chromium, type Page } from 'playwright';
import type { Result } from './pages/program.js';

/** What a page came to: the result of its program or its error, and what the console said of errors. */
export interface Outcome {
  readonly result: Partial<Result> & { readonly error?: string };
  readonly errors: readonly string[];
  /** Addresses that were asked for. */
  readonly requests: readonly string[];
}

/** Needed to run as root in a container, or keep it from asking the network for anything. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args });
}

/** Opens a page with options for its backend, after `prepare`, and waits for what it comes to. */
export async function visit(
  browser: Browser,
  url: string,
  options: unknown = {},
  prepare?: (page: Page) => Promise<void>,
): Promise<Outcome> {
  const page = await browser.newPage();
  try {
    const errors: string[] = [];
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', ({ message }) => errors.push(message));
    await prepare?.(page);
    await page.goto(`${url}?${encodeURIComponent(JSON.stringify(options))}`);
    const handle = await page.waitForFunction(() => (globalThis as { result?: Outcome['result'] }).result, undefined, {
      timeout: 10_000,
    });
    return { result: (await handle.jsonValue())!, errors, requests };
  } finally {
    await page.close();
  }
}
