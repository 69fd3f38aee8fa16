import { fileURLToPath } from 'node:url';
import { nodeProject } from '../../vitest.shared.ts';

const base = nodeProject('opaque');
const replacement = fileURLToPath(new URL('fixtures/opaque-js.ts', import.meta.url));

/** Packages that need no backend, or bring their own; every other one, also a new one, is tested here. */
const exclude = [
  'backend/**', // the contract itself
  'backend-*/**', // backends, and the testkit, whose tests choose theirs
  'base/**', // these three know no tensors
  'data/**',
  'safetensors/**',
  'program/**', // programs need addresses, so this and the next two would test nothing
  'tensor/src/scan/**',
  'tensor/src/ops/ops.test.ts', // the op table, which `conformance-opaque.test.ts` holds to more
  'cells/src/cell-laws-broken.test.ts', // tests laws, not what they are held to
  'cells/src/cell-laws-wasm.test.ts', // these two on backends of their own
  'cells/src/log-space-scan.test.ts',
  'cells/src/recorded.test.ts',
  'cells/src/wrappers/**', // their backends.test.ts, in the package, runs them all on a backend without addresses
  'attention/src/heads/attention.test.ts', // speaks of the memory of kernels; the heads' other tests are here
  'attention/src/models/models.test.ts', // these two compute indices, which cannot be checked here
  'attention/src/positions/positions.test.ts',
  'cells/src/trace.test.ts',
  'ostinato/**', // chooses a backend itself
  '*/src/node/**', // their child processes import jsBackend itself
];

/** The test suites of the packages above the contract, on a backend without addresses in place of jsBackend. */
export default {
  ...base,
  resolve: { ...base.resolve, alias: [{ find: /^@ostinato\/backend-js$/, replacement }] },
  test: {
    ...base.test,
    dir: fileURLToPath(new URL('..', import.meta.url)),
    include: ['*/src/**/*.test.ts'],
    exclude,
  },
};
