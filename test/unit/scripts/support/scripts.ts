/** What the tests of scripts/ share. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, vi } from 'vitest';

export const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
export const LIB = join(ROOT, 'scripts', 'lib');

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seat-scripts-'));
  folders.push(folder);
  return folder;
}

/** Writes files into a folder: what stands at each path. */
export function write(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A module of scripts/lib; they are JavaScript, so their exports have no types here. */
export const lib = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(LIB, `${name}.mjs`)).href);

/** A process of its own that runs `code`, in which `lib(name)` imports a module of scripts/lib. */
export function inProcess(code: string, env: Record<string, string> = {}): ChildProcess & { said: () => string } {
  const whole = `const lib = (name) => import(${JSON.stringify(`${pathToFileURL(LIB).href}/`)} + name + '.mjs');\n${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', whole], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += String(data)));
  return Object.assign(child, { said: () => said });
}

/** Resolves with the exit code, or with the signal that ended it. */
export function end(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? child.signalCode);
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
}

/** Waits until `ask` holds. */
export function until(ask: () => unknown, timeout = 10_000): Promise<void> {
  return vi.waitUntil(ask, { timeout, interval: 20 }).then(() => undefined);
}

/** Collects the lines that a script tells the person, instead of showing them. */
export function listen(): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text).trimEnd());
    return true;
  });
  return lines;
}
