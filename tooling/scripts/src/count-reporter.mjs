import { writeFileSync } from 'node:fs';

/** @typedef {import('vitest/node').Reporter} Reporter */

/**
 * A vitest reporter that writes how many tests really ran to the file named by OSTINATO_COUNT. A test file that
 * cannot be loaded and an error outside of any test are failures too.
 *
 * @implements {Reporter}
 */
export default class CountReporter {
  /** @type {NonNullable<Reporter['onTestRunEnd']>} */
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === 'pending' ? 'failed' : state] += 1;
      }
    }
    writeFileSync(process.env.OSTINATO_COUNT ?? '', JSON.stringify(count));
  }
}
