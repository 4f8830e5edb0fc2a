/** `npm test [-- Vitest's arguments]`: the set-up of npm start, then every test, closing with one line of counts. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingLine } from './lib/counts-reporter.mjs';
import { withOwnDisplay } from './lib/display.mjs';
import { runInFront } from './lib/passing.mjs';
import { ROOT } from './lib/paths.mjs';
import { main, say } from './lib/say.mjs';
import { setUp } from './lib/setup.mjs';
import { TEST_PROGRAMS } from './lib/system.mjs';

main(async () => {
  const electron = await setUp({ programs: TEST_PROGRAMS }).catch((error) => {
    process.stdout.write(`\n${closingLine({ passed: 0, failed: 1, skipped: 0 })}\n`);
    throw error;
  });
  const { code, counts } = await onDisplay((env) => vitest({ ...env, SEAT_ELECTRON: electron }));
  process.stdout.write(`\n${closingLine(counts)}\n`);
  return code === 0 && counts.failed === 0 ? 0 : 1;
});

/** Never on the person's own desktop: the tests move the mouse and own the clipboard. */
function onDisplay(test) {
  return process.platform === 'linux' ? withOwnDisplay(test) : test(process.env);
}

async function vitest(env) {
  const folder = mkdtempSync(join(tmpdir(), 'seat-tests-'));
  const file = join(folder, 'counts.json');
  const given = process.argv.slice(2);
  const reporters = [...(given.some((argument) => argument.startsWith('--reporter')) ? [] : ['--reporter=default']), `--reporter=${join(ROOT, 'scripts', 'lib', 'counts-reporter.mjs')}`];
  try {
    const code = await runInFront(process.execPath, [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...given], {
      cwd: ROOT,
      env: { ...env, SEAT_TEST_COUNTS: file },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return { code, counts: read(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    say('Vitest ended before it could count.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
