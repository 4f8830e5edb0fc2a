import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, lib, LIB, ROOT, write } from './support/scripts';

const { closingLine } = await lib('counts-reporter');

describe('The closing line', () => {
  it.each([
    [{ passed: 12, failed: 0, skipped: 0 }, '12 passed, 0 failed'],
    [{ passed: 1, failed: 2, skipped: 3 }, '1 passed, 2 failed, 3 skipped'],
  ])('%j', (counts, line) => {
    expect(closingLine(counts)).toBe(line);
  });

  /** Runs Vitest itself on test files and gives what was counted. */
  function count(files: Record<string, string>): unknown {
    const folder = emptyFolder();
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    write(folder, Object.fromEntries(Object.entries(files).map(([name, code]) => [`${name}.test.ts`, `import { it, describe, beforeAll } from 'vitest';\n${code}`])));
    write(folder, { 'vitest.config.mts': 'export default {};' });
    const counts = join(folder, 'counts.json');
    const args = [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', `--reporter=${join(LIB, 'counts-reporter.mjs')}`];
    spawnSync(process.execPath, args, { cwd: folder, env: { ...process.env, SEAT_TEST_COUNTS: counts }, encoding: 'utf8' });
    return JSON.parse(readFileSync(counts, 'utf8'));
  }

  it('counts tests, and failures outside of tests as well', () => {
    expect(
      count({
        good: "it('a', () => {}); it('b', () => {}); it.skip('c', () => {}); it.todo('d');",
        bad: "it('a', () => { throw new Error('no') });",
        unloadable: "import './not-there'; it('a', () => {});",
        hook: "describe('group', () => { beforeAll(() => { throw new Error('no') }); it('a', () => {}); });",
        uncaught: "it('a', () => { setTimeout(() => { throw new Error('late') }, 0); return new Promise((done) => setTimeout(done, 100)); });",
      }),
    ).toEqual({ passed: 3, failed: 4, skipped: 3 });
  });

  it('counts nothing where nothing is wrong but a test that was left out', () => {
    expect(count({ good: "it('a', () => {}); it.skip('b', () => {});" })).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });
});
