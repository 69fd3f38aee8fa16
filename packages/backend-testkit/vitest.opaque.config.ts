import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import { nodeProject } from '../../vitest.shared.ts';

/** The test suites of all packages above the contract, on a backend without addresses in place of jsBackend. */
export default mergeConfig(
  nodeProject('opaque'),
  defineConfig({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    resolve: {
      alias: [
        {
          find: /^@ostinato\/backend-js$/,
          replacement: fileURLToPath(new URL('fixtures/opaque-js.ts', import.meta.url)),
        },
      ],
    },
    test: {
      include: ['packages/{tensor,nn,sequence,cells,train,decoding}/src/**/*.test.ts'],
      exclude: ['packages/*/src/node/**'], // their child processes import jsBackend itself
    },
  }),
);
