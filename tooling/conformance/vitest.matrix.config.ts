import { createRequire } from 'node:module';
import { mergeConfig } from 'vitest/config';
import { browserProject } from '../../vitest.shared.ts';
import { goldenDirectory } from '../golden/src/directory.ts';

const tfjsWasm = createRequire(import.meta.url)
  .resolve('@tensorflow/tfjs-backend-wasm/package.json')
  .replace('package.json', 'dist/');
const { path } = goldenDirectory(undefined, process.env['OSTINATO_GOLDEN']);

/** Minutes of shaders that are compiled in software: `npm run conformance` starts this, no step of `npm test`. */
export default mergeConfig(browserProject('conformance'), {
  server: { fs: { allow: ['../..', path] } },
  test: {
    include: ['src/chromium.matrix.ts'],
    testTimeout: 3_600_000,
    provide: { golden: `/@fs${path}`, tfjsWasm: `/@fs${tfjsWasm}` },
  },
});
