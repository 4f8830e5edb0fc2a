import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Runs a tool of this checkout; fails with what it has to say. */
function mustBeContent(tool: string, ...args: string[]): void {
  const done = spawnSync(join(ROOT, 'node_modules', '.bin', tool), args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  if (done.status !== 0) throw new Error(`${tool} ${args.join(' ')}\n${done.error?.message ?? ''}${done.stdout}${done.stderr}`);
}

it('type-checks', () => {
  mustBeContent('tsc', '-p', '.');
});

it('keeps the engine free of Node and the DOM', () => {
  mustBeContent('tsc', '-p', 'rules');
});

it('lints, the dependency rule included', () => {
  mustBeContent('oxlint', '--deny-warnings', '--format=unix');
});
