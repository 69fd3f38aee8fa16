import { defineConfig } from 'vitest/config';

/** What runs in headless Chromium: `npm test -- browser`. */
export default defineConfig({
  test: { projects: ['packages/*/vitest.browser.config.ts', 'tooling/*/vitest.browser.config.ts'] },
});
