import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      'packages/backend-testkit/vitest.opaque.config.ts',
      'apps/*/vitest.config.ts',
      'tooling/*/vitest.config.ts',
    ],
    maxWorkers: '100%', // vitest leaves one core idle, which is half of a machine that has two
  },
});
