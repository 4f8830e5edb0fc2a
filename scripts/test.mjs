/** `npm test [-- Vitest's arguments]`: the set-up of npm start, then every test, closing with one line of counts. */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withOwnDisplay } from './lib/display.mjs';
import { ROOT } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { main } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { TEST_PROGRAMS } from './lib/system.mjs';

main(async () => {
  const electron = await setUp({ programs: TEST_PROGRAMS });
  const test = (env) => vitest({ ...env, SEAT_ELECTRON: electron });
  // Never on the person's own desktop: the tests move the mouse and own the clipboard.
  return process.platform === 'linux' ? withOwnDisplay(test) : test(process.env);
});

async function vitest(env) {
  const report = join(tmpdir(), `seat-tests-${process.pid}.json`);
  const args = [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
  const code = await run(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const { passed, failed, skipped } = counts(report);
  rmSync(report, { force: true });
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`);
  return code === 0 && failed === 0 && passed > 0 ? 0 : 1;
}

/** A file that could not even be loaded counts as one failure; no report at all as well. */
function counts(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length;
    return { passed: numPassedTests, failed: numFailedTests + unloaded, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
