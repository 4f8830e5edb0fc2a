import { writeFileSync } from 'node:fs';

/**
 * A Vitest reporter that writes the closing counts to the file SEAT_TEST_COUNTS names. What failed outside of a test
 * counts as well: a file that cannot be loaded, a hook of a whole file or group, an error that nobody caught.
 */
export default class CountsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.SEAT_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(countsOf(modules, unhandledErrors)));
  }
}

/** @returns {{ passed: number, failed: number, skipped: number }} */
export function countsOf(modules, unhandledErrors) {
  const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) counts[test.result().state === 'pending' ? 'failed' : test.result().state] += 1;
    const failedOutside = [module, ...module.children.allSuites()].filter((group) => group.errors().length > 0);
    counts.failed += failedOutside.length;
  }
  return counts;
}

/** The line that closes a run. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
