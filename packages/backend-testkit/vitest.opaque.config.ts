import { fileURLToPath } from 'node:url';
import { nodeProject } from '../../vitest.shared.ts';

const base = nodeProject('opaque');
const replacement = fileURLToPath(new URL('fixtures/opaque-js.ts', import.meta.url));

/** The test suites of the packages above the contract, on a backend without addresses in place of jsBackend. */
export default {
  ...base,
  resolve: { ...base.resolve, alias: [{ find: /^@ostinato\/backend-js$/, replacement }] },
  test: {
    ...base.test,
    dir: fileURLToPath(new URL('..', import.meta.url)),
    include: ['{tensor,nn,sequence,cells,train,decoding}/src/**/*.test.ts'],
    exclude: ['*/src/node/**'], // their child processes import jsBackend itself
  },
};
