import { defineConfig } from 'vitest/config';

/** What runs in headless Chromium: `npm test -- browser`. */
export default defineConfig({
  test: {
    fileParallelism: false, // threads of two files would wait for each other's cores
    projects: ['packages/*/vitest.browser.config.ts', 'tooling/*/vitest.browser.config.ts'],
  },
});
