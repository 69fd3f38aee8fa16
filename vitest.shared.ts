import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineProject } from 'vitest/config';

/**
 * Other packages are read from their sources; `npm test`, which builds first, says OSTINATO_BUILT and reads what was built: each test file
 * then imports some ten files instead of hundreds.
 */
const conditions =
  process.env['OSTINATO_BUILT'] === undefined
    ? ['@ostinato/source', ...defaultServerConditions]
    : [...defaultServerConditions];

const globalSetup = fileURLToPath(new URL('packages/backend-wasm/build/global-setup.mjs', import.meta.url));

/** The vitest settings of a package whose tests run in Node. */
export function nodeProject(name: string) {
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ['src/**/*.test.ts'],
      exclude: ['**/*.browser.test.ts'],
      environment: 'node',
      testTimeout: 20_000,
      server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
      globalSetup,
    },
  });
}

/** The settings of tests that run in headless Chromium, on a page that may share memory with workers. */
export function browserProject(name: string) {
  return defineProject({
    resolve: { conditions: ['@ostinato/source', ...defaultClientConditions] },
    server: {
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
    test: {
      name: `${name}-browser`,
      include: ['src/**/*.browser.test.ts'],
      testTimeout: 60_000,
      fileParallelism: false, // threads of two files would wait for each other's cores
      provide: { full: process.env['OSTINATO_FULL'] !== undefined },
      globalSetup,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        instances: [{ browser: 'chromium' }],
        provider: playwright({
          launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args },
        }),
      },
    },
  });
}

/** Needed to run as root in a container, or keep it from asking the network for anything. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--enable-unsafe-swiftshader', // WebGL in software
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
