import { mergeConfig } from 'vitest/config';
import { nodeProject } from '../../vitest.shared.ts';

export default mergeConfig(nodeProject('backend-wasm'), { test: { include: ['build/**/*.test.ts'] } });
