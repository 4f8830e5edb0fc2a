/**
 * Other programs on the test's X server, run without ever blocking this process: it owns the clipboard itself
 * in these tests, and what it owns it has to serve.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why these tests cannot run here, or false. */
export const noX11: string | false =
  process.platform !== 'linux' ? 'needs Linux with X11' : process.env['DISPLAY'] ? false : 'no DISPLAY: run npm test';

/** Runs a program to its end and gives what it printed; rejects when it fails or takes ten seconds. */
export async function run(command: string, args: readonly string[], input?: string | Buffer): Promise<Buffer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: 10_000 });
  const printed: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => printed.push(data));
  child.stderr.on('data', (data: Buffer) => errors.push(data));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${Buffer.concat(errors).toString() || code}`);
  return Buffer.concat(printed);
}

/** A copy made by xclip, which stays in the foreground so that its process can be told. */
export class Copy {
  private constructor(private readonly process: ChildProcess) {}

  /** Starts xclip; it owns the selection some milliseconds later. */
  static start(data: string | Buffer, type?: string, selection: 'clipboard' | 'primary' = 'clipboard'): Copy {
    const args = ['-quiet', '-selection', selection, ...(type ? ['-t', type] : []), '-i'];
    const process = spawn('xclip', args, { stdio: ['pipe', 'ignore', 'ignore'] });
    // It may be ended before it has read all.
    process.stdin.on('error', () => undefined).end(data);
    return new Copy(process);
  }

  get pid(): number {
    return this.process.pid!;
  }

  end(): void {
    this.process.kill();
  }
}

/** What is on the clipboard now, as a fresh process sees it; rejects when there is nothing of that type. */
export function pasted(type = 'UTF8_STRING'): Promise<Buffer> {
  return run('xclip', ['-selection', 'clipboard', '-t', type, '-o']);
}

type Falsy = false | 0 | '' | null | undefined;

/** Asks until the answer is truthy; throws with `what` after `timeoutMs`. */
export async function until<T>(what: string, ask: () => T | Promise<T>, timeoutMs = 5_000): Promise<Exclude<T, Falsy>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, Falsy>;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for: ${what}`);
    await sleep(5);
  }
}

/** A mousepad window: a real GTK text editor in a process of its own. */
export class Editor {
  private constructor(
    private readonly process: ChildProcess,
    private readonly home: string,
    /** X's number of the window. */
    readonly xid: number,
  ) {}

  static async open(): Promise<Editor> {
    const home = mkdtempSync(join(tmpdir(), 'mousepad-'));
    // A home of its own, and no bus, so that nothing of an earlier run comes back and each window is a process.
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, GSETTINGS_BACKEND: 'memory', NO_AT_BRIDGE: '1' };
    const child = spawn('mousepad', ['--disable-server'], { stdio: 'ignore', env });
    const found = await until('the editor window', async () => {
      // Without --all it finds windows that fit either of the two.
      const args = ['search', '--all', '--onlyvisible', '--pid', String(child.pid), '--name', 'Mousepad'];
      return (await run('xdotool', args).catch(() => '')).toString().trim().split('\n')[0];
    });
    const editor = new Editor(child, home, Number(found));
    await run('xdotool', ['windowactivate', '--sync', found]);
    return editor;
  }

  get id(): string {
    return `x11:0x${this.xid.toString(16)}`;
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** The text that stands in it, by select-all and copy in the editor itself. */
  async text(): Promise<string> {
    await run('xdotool', ['windowactivate', '--sync', String(this.xid)]);
    const before = Copy.start('(not copied)');
    await until('the mark on the clipboard', async () => (await pasted().catch(() => '')).toString() === '(not copied)');
    await run('xdotool', ['key', '--clearmodifiers', 'ctrl+a', 'ctrl+c', 'End']);
    const text = await until('the copy from the editor', async () => {
      const now = (await pasted().catch(() => '')).toString();
      return now !== '(not copied)' && now;
    });
    before.end();
    return text;
  }

  async clear(): Promise<void> {
    await run('xdotool', ['windowactivate', '--sync', String(this.xid)]);
    await run('xdotool', ['key', '--clearmodifiers', 'ctrl+a', 'Delete']);
  }

  /** Ends it at once, as a crash would. */
  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    if (this.process.kill('SIGKILL')) await gone;
    rmSync(this.home, { recursive: true, force: true });
  }
}
