import type { Desktop, WindowInfo } from './desktop/desktop';
import type { Target } from './channels';

/** After a window closed, for how long the desktop may still be moving the focus by itself. */
const SETTLE_MS = 1_000;

/**
 * The chat window that a reply goes to: the last active window that is not ours, or the one the agent picked.
 * When it closes, the window that the desktop moves the focus to is nobody's choice and does not take its place.
 */
export class TargetTracker {
  readonly #desktop: Desktop;
  readonly #isOwn: (window: WindowInfo) => boolean;
  readonly #changed: () => void;
  readonly #stop: () => void;
  #window: WindowInfo | null = null;
  #gone = false;
  #goneAt = 0;
  /** The windows that were there when the target closed: the desktop may focus one of them by itself. */
  #survivors: ReadonlySet<string> = new Set();

  constructor(desktop: Desktop, isOwn: (window: WindowInfo) => boolean, changed: () => void) {
    this.#desktop = desktop;
    this.#isOwn = isOwn;
    this.#changed = changed;
    this.#stop = desktop.onActiveWindow((window) => void this.#activated(window));
  }

  /** Looks at the window in use now; called once at start. */
  async start(): Promise<void> {
    await this.#activated(await this.#desktop.activeWindow());
  }

  get window(): WindowInfo | null {
    return this.#window;
  }

  get view(): Target {
    if (!this.#window) return { state: 'none' };
    const { id, title, program } = this.#window;
    return { state: this.#gone ? 'gone' : 'ok', id, title, program };
  }

  /** A message was copied in this window: its answer goes there. */
  use(window: WindowInfo): void {
    if (!this.#isOwn(window)) this.#set(window);
  }

  /** Windows that the agent can choose from. */
  async choices(): Promise<WindowInfo[]> {
    const windows = await this.#desktop.listWindows();
    return windows.filter((window) => !this.#isOwn(window));
  }

  /** The agent picks a window by hand. False when it is gone. */
  async pick(id: string): Promise<boolean> {
    const window = await this.#desktop.findWindow(id);
    if (!window || this.#isOwn(window)) return false;
    this.#set(window);
    return true;
  }

  /** Looks whether the target is still there. True when it is, or when there is none to lose. */
  async check(): Promise<boolean> {
    const before = this.#window;
    if (!before || this.#gone) return !before;
    const now = await this.#desktop.findWindow(before.id);
    if (this.#window?.id !== before.id) return true;
    if (now) this.#set(now);
    else await this.#lost(before);
    return now !== null;
  }

  close(): void {
    this.#stop();
  }

  async #activated(window: WindowInfo | null): Promise<void> {
    if (!window || this.#isOwn(window)) return void this.check();
    const alive = !this.#gone && (await this.check());
    const chosen = alive || !this.#isSettling(window);
    if (chosen) this.#set(window);
  }

  async #lost(before: WindowInfo): Promise<void> {
    // Known before the loss is: an activation that comes meanwhile must already find them.
    const survivors = new Set((await this.#desktop.listWindows()).map(({ id }) => id));
    if (this.#window?.id !== before.id || this.#gone) return;
    this.#survivors = survivors;
    this.#goneAt = performance.now();
    this.#gone = true;
    this.#changed();
  }

  #isSettling(window: WindowInfo): boolean {
    return performance.now() - this.#goneAt < SETTLE_MS && this.#survivors.has(window.id);
  }

  #set(window: WindowInfo): void {
    const same = this.#window?.id === window.id && this.#window.title === window.title && !this.#gone;
    this.#window = window;
    this.#gone = false;
    if (!same) this.#changed();
  }
}
