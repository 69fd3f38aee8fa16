import { mergeConfig } from 'vitest/config';
import { browserProject } from '../../vitest.shared.ts';
import { goldenDirectory } from './src/directory.ts';

const { path } = goldenDirectory(undefined, process.env['OSTINATO_GOLDEN']);

export default mergeConfig(browserProject('golden'), {
  server: { fs: { allow: ['../..', path] } },
  test: { provide: { golden: `/@fs${path}` } },
});
