/** Other programs on the test's own desktop: a real GTK editor as the chat window, real clipboard clients. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why the end-to-end tests cannot run here, or false. `npm test` starts an X server; without one they are skipped. */
export const noDesktop: string | false =
  process.platform !== 'linux' ? 'the end-to-end tests need Linux with X11' : process.env['DISPLAY'] ? false : 'no DISPLAY: run npm test';

/** Runs a program to its end and gives what it printed; throws when it fails. */
export function run(command: string, args: readonly string[], input?: string, env: Record<string, string> = {}): string {
  const done = spawnSync(command, args, { input, env: { ...process.env, ...env }, encoding: 'utf8', timeout: 10_000, maxBuffer: 64 * 1024 * 1024 });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr || done.error?.message || done.status}`);
  return done.stdout;
}

/** Copies as another process would. Returns when xclip owns the clipboard. */
export function copy(data: string | Buffer, type?: string, selection: 'clipboard' | 'primary' = 'clipboard'): void {
  const args = ['-selection', selection, ...(type ? ['-t', type] : []), '-i'];
  const done = spawnSync('xclip', args, { input: data, stdio: ['pipe', 'ignore', 'ignore'], timeout: 10_000 });
  if (done.status !== 0) throw new Error(`xclip: ${done.error?.message ?? done.status}`);
}

/** What is on the clipboard now, as another process sees it; '' when there is nothing of that type. */
export function pasted(type = 'UTF8_STRING'): Buffer {
  return spawnSync('xclip', ['-selection', 'clipboard', '-t', type, '-o'], { timeout: 10_000, maxBuffer: 64 * 1024 * 1024 }).stdout;
}

/** Asks until the answer is truthy; throws with `what` after `timeoutMs`. */
export async function until<T>(what: string, ask: () => T | Promise<T>, timeoutMs = 10_000): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await sleep(15);
  }
}

/** A mousepad window: a real GTK text editor in a process of its own. */
export class Editor {
  static readonly #open = new Set<Editor>();
  readonly #process: ChildProcess;
  readonly #home: string;
  window = '';

  private constructor() {
    this.#home = mkdtempSync(join(tmpdir(), 'mousepad-'));
    // A home and a bus of its own: no files of the last run, and a second window is a second process.
    this.#process = spawn('mousepad', ['--disable-server'], {
      stdio: 'ignore',
      env: { ...process.env, HOME: this.#home, XDG_CONFIG_HOME: this.#home, GSETTINGS_BACKEND: 'memory', NO_AT_BRIDGE: '1' },
    });
  }

  static async open(): Promise<Editor> {
    const editor = new Editor();
    Editor.#open.add(editor);
    // Asked again as a whole: the first window that is found may be one that GTK only tries out.
    await until('the editor window with the focus', () => {
      const found = spawnSync('xdotool', ['search', '--all', '--onlyvisible', '--pid', String(editor.#process.pid), '--name', 'Mousepad'], { encoding: 'utf8' });
      editor.window = found.stdout.trim().split('\n')[0] ?? '';
      return editor.window !== '' && spawnSync('xdotool', ['windowactivate', '--sync', editor.window]).status === 0 && editor.isActive();
    });
    return editor;
  }

  /** Closes every editor, also those that a failed test left open. */
  static async closeAll(): Promise<void> {
    for (const editor of Editor.#open) await editor.close();
  }

  async activate(): Promise<void> {
    run('xdotool', ['windowactivate', '--sync', this.window]);
    await until('the editor has the focus', () => this.isActive());
  }

  isActive(): boolean {
    return spawnSync('xdotool', ['getactivewindow'], { encoding: 'utf8' }).stdout.trim() === this.window;
  }

  /** The text that stands in the editor, by select-all and copy. Leaves it on the clipboard. */
  async text(): Promise<string> {
    await this.activate();
    copy('(nothing was copied from the editor)');
    run('xdotool', ['key', '--clearmodifiers', 'ctrl+a', 'ctrl+c']);
    return until('a copy from the editor', () => {
      const text = pasted().toString('utf8');
      return text === '(nothing was copied from the editor)' ? '' : text;
    });
  }

  async clear(): Promise<void> {
    await this.activate();
    run('xdotool', ['key', '--clearmodifiers', 'ctrl+a', 'Delete']);
  }

  /** Closes it as `kill` would: the window is gone without a question. */
  async close(): Promise<void> {
    Editor.#open.delete(this);
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = new Promise((resolve) => this.#process.once('exit', resolve));
      this.#process.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#home, { recursive: true, force: true });
  }
}
