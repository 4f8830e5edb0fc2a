import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** What a tool of this checkout has to say; '' when it is content. */
function complaints(tool: string, ...args: string[]): string {
  const done = spawnSync(join(ROOT, 'node_modules', '.bin', tool), args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  return done.status === 0 ? '' : done.stdout + done.stderr;
}

it('type-checks', () => {
  expect(complaints('tsc', '-p', '.')).toBe('');
});

it('keeps the engine free of Node and the DOM', () => {
  expect(complaints('tsc', '-p', 'rules')).toBe('');
});

it('lints, the dependency rule included', () => {
  expect(complaints('oxlint', '--deny-warnings')).toBe('');
});
