/**
 * Customer messages from copies made in chat programs. Which program made a copy is decided before anything of
 * it is read as a message; a copy made anywhere else never becomes one.
 */
import { MAX_MESSAGE_LENGTH } from '../../rules/types';
import type { ClipboardChange, ClipboardText, Desktop, WindowInfo } from '../desktop/desktop';
import type { Captured, CaptureListener } from './capture';

/** What the capture has to ask before it reads: the agent's answers and what is our own. */
export interface CapturePolicy {
  paused(): boolean;
  /** The agent's answer for a program, undefined while not asked yet. */
  decision(program: string): 'watch' | 'ignore' | undefined;
  /** A window of ours in which copies are never messages (the practice chat is not one of them). */
  isOwn(window: WindowInfo): boolean;
  isPractice(window: WindowInfo): boolean;
}

/** A clipboard manager takes over a copy right after it was made; the same text within this time is that copy. */
const ECHO_MS = 400;

export class ClipboardCapture {
  readonly #desktop: Desktop;
  readonly #policy: CapturePolicy;
  readonly #listener: CaptureListener;
  readonly #stop: () => void;
  #asked: { program: string; window: WindowInfo | null; change: ClipboardChange } | null = null;
  #last = { text: '', at: 0 };

  constructor(desktop: Desktop, policy: CapturePolicy, listener: CaptureListener) {
    this.#desktop = desktop;
    this.#policy = policy;
    this.#listener = listener;
    this.#stop = desktop.clipboard.onChange((change) => void this.#changed(change));
  }

  /** The agent answered for a program: the copy that raised the question is taken now, or forgotten. */
  async decided(program: string, decision: 'watch' | 'ignore' | 'later'): Promise<void> {
    const asked = this.#asked;
    if (asked?.program !== program) return;
    this.#asked = null;
    if (decision === 'watch') await this.#read(asked.change, asked.window);
  }

  /** Takes the selected text, else the clipboard, from anywhere: the agent pressed the key for it. */
  async take(): Promise<void> {
    if (this.#policy.paused()) return;
    const [read, window] = await Promise.all([
      this.#desktop.clipboard.readSelectionOrClipboard(MAX_MESSAGE_LENGTH),
      this.#desktop.activeWindow(),
    ]);
    if (read.kind === 'text' && read.text.trim()) await this.#listener.captured({ text: read.text, source: 'selection', window });
    else this.#listener.notRead(read.kind === 'text' ? { kind: 'no-text' } : read, true);
  }

  /** Takes the agent's own sent message, selected or copied: the agent pressed the key for it. */
  async takeSent(): Promise<void> {
    if (this.#policy.paused()) return;
    const read = await this.#desktop.clipboard.readSelectionOrClipboard(MAX_MESSAGE_LENGTH);
    if (read.kind === 'text' && read.text.trim()) this.#listener.sent(read.text);
    else this.#listener.notRead(read.kind === 'text' ? { kind: 'no-text' } : read, true);
  }

  close(): void {
    this.#stop();
  }

  async #changed(change: ClipboardChange): Promise<void> {
    if (this.#policy.paused()) return;
    const window = await this.#madeIn(change);
    if (window && this.#policy.isOwn(window)) return;
    const practice = window !== null && this.#policy.isPractice(window);
    const program = window?.program ?? change.owner?.program;
    if (!program) return;
    const decision = practice ? 'watch' : this.#policy.decision(program);
    if (decision === 'watch') return this.#read(change, window);
    if (decision === undefined && change.selection === 'clipboard') {
      this.#asked = { program, window, change };
      this.#listener.ask({ program, title: window?.title ?? '' });
    }
  }

  /** The window of the owner of the clipboard; else, for an owner without one (a helper), the one in use. */
  async #madeIn(change: ClipboardChange): Promise<WindowInfo | null> {
    const active = await this.#desktop.activeWindow();
    const pid = change.owner?.pid;
    if (pid === undefined || active?.pid === pid) return active;
    const windows = (await this.#desktop.listWindows()).filter((window) => window.pid === pid);
    // Of our own windows only the practice chat is a place where messages are copied.
    return windows.find((window) => this.#policy.isPractice(window)) ?? windows[0] ?? active;
  }

  async #read(change: ClipboardChange, window: WindowInfo | null): Promise<void> {
    const read: ClipboardText = await change.readText(MAX_MESSAGE_LENGTH);
    if (this.#policy.paused()) return;
    if (read.kind !== 'text') return this.#listener.notRead(read, false);
    if (!read.text.trim() || this.#isEcho(read.text, change.at)) return;
    const practice = window !== null && this.#policy.isPractice(window);
    const captured: Captured = {
      text: read.text,
      source: practice ? 'practice' : change.selection === 'primary' ? 'selection' : 'clipboard',
      window,
    };
    await this.#listener.captured(captured);
  }

  #isEcho(text: string, at: number): boolean {
    const echo = text === this.#last.text && at - this.#last.at < ECHO_MS;
    this.#last = { text, at };
    return echo;
  }
}
