import { defaultServerConditions } from 'vite';
import { defineProject } from 'vitest/config';

const conditions = ['@ostinato/source', ...defaultServerConditions];

/** The vitest settings of a package whose tests run in Node; other packages are read from their sources. */
export function nodeProject(name: string) {
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: { name, include: ['src/**/*.test.ts'], environment: 'node', testTimeout: 20_000 },
  });
}
