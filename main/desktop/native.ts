/**
 * The desktop on Windows and macOS: windows and keys over native addons, the clipboard over Electron's own.
 *
 * Neither system could be run where this was written; what is here follows the documentation of the addons, of
 * Electron and of the systems. Run for real were only the addons under X11 (test/e2e/desktop-native.test.ts);
 * the clipboard was run over stand-ins for Electron's two shapes (test/unit/main/desktop/). Never run, and still
 * to be seen on the systems themselves: Electron's clipboard there at all - the marks of password managers and
 * our own, which formats (files above all) it lists and takes back -, the numbers of windows against
 * Electron's, bringing a window to the front, the paste key and macOS's permission for it.
 */
import type { Desktop, NoKeysReason, WindowInfo } from './desktop';
import type { ElectronParts, ElectronWindow } from './electron';
import { ClipboardFormats } from './electron';
import type { Natives } from './natives';
import { loadNatives } from './natives';
import { PolledClipboard } from './polled-clipboard';

/** There is no event for another active window or title: looked at so often while somebody listens, in ms. */
const LOOK_MS = 500;
/** And so often while a window is being brought to the front, in ms. */
const ACTIVATE_LOOK_MS = 15;

type AddonWindow = ReturnType<Natives['windows']['activeWindow']>;

/** Throws when an addon cannot be loaded. */
export function openNativeDesktop(electron: ElectronParts, platform: NodeJS.Platform = process.platform): Desktop {
  return new NativeDesktop(loadNatives(), electron, platform);
}

class NativeDesktop implements Desktop {
  readonly clipboard: PolledClipboard;
  private readonly callbacks = new Set<(window: WindowInfo | null) => void>();
  private timer: NodeJS.Timeout | null = null;
  private last: WindowInfo | null = null;

  constructor(
    private readonly natives: Natives,
    private readonly electron: ElectronParts,
    private readonly platform: NodeJS.Platform,
  ) {
    natives.keys.setKeyboardDelay(1);
    this.clipboard = new PolledClipboard(new ClipboardFormats(electron), platform, () => this.active());
  }

  cannotSendKeys(): NoKeysReason | null {
    if (this.platform !== 'darwin') return null;
    return this.electron.systemPreferences?.isTrustedAccessibilityClient(false) === true ? null : 'permission';
  }

  async activeWindow(): Promise<WindowInfo | null> {
    return this.active();
  }

  onActiveWindow(callback: (window: WindowInfo | null) => void): () => void {
    this.callbacks.add(callback);
    if (!this.timer) {
      this.timer = setInterval(() => this.look(), LOOK_MS);
      queueMicrotask(() => this.look());
    }
    return () => {
      this.callbacks.delete(callback);
      if (this.callbacks.size === 0) this.stop();
    };
  }

  async listWindows(): Promise<WindowInfo[]> {
    return this.natives.windows.openWindows().filter((window) => window.title !== '').map(infoOf);
  }

  async findWindow(id: string): Promise<WindowInfo | null> {
    return this.natives.windows.openWindows().map(infoOf).find((window) => window.id === id) ?? null;
  }

  async activate(id: string, timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    if (!(await this.findWindow(id))) return false;
    for (;;) {
      if (this.active()?.id === id) return true;
      if (Date.now() >= deadline) return false;
      this.natives.keys.focusWindow(numberOf(id));
      await new Promise((resolve) => setTimeout(resolve, ACTIVATE_LOOK_MS));
    }
  }

  /** Control first, so that letting go of Alt does not open a menu. macOS takes the modifiers from the event itself. */
  async sendPaste(): Promise<void> {
    const { keys } = this.natives;
    if (this.platform === 'darwin') return keys.keyTap('v', 'cmd');
    keys.keyToggle('control', 'down');
    try {
      for (const key of ['alt', 'right_alt', 'shift', 'right_shift', 'win', 'right_win']) keys.keyToggle(key, 'up');
      keys.keyTap('v');
    } finally {
      keys.keyToggle('control', 'up');
    }
  }

  async sendReturn(): Promise<void> {
    this.natives.keys.keyTap('enter');
  }

  ownWindowId(nativeHandle: Buffer): string {
    const source = this.own(nativeHandle)?.getMediaSourceId().split(':')[1];
    const number = source ?? (nativeHandle.length >= 8 ? nativeHandle.readBigUInt64LE(0) : nativeHandle.readUInt32LE(0));
    return idOf(String(number), process.pid);
  }

  async setTakesFocus(nativeHandle: Buffer, takesFocus: boolean): Promise<void> {
    this.own(nativeHandle)?.setFocusable(takesFocus);
  }

  async close(): Promise<void> {
    this.callbacks.clear();
    this.stop();
    this.clipboard.stop();
  }

  private own(nativeHandle: Buffer): ElectronWindow | undefined {
    return this.electron.BrowserWindow?.getAllWindows().find((window) => window.getNativeWindowHandle().equals(nativeHandle));
  }

  private active(): WindowInfo | null {
    try {
      const window = this.natives.windows.activeWindow();
      return window.id ? infoOf(window) : null;
    } catch {
      // The addon throws when no window has the focus.
      return null;
    }
  }

  private look(): void {
    const now = this.active();
    if (now?.id === this.last?.id && now?.title === this.last?.title) return;
    this.last = now;
    for (const callback of this.callbacks) callback(now);
  }

  private stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.last = null;
  }
}

/** The process is a part of the id, so that a window that gets the number of a closed one is not taken for it. */
function idOf(number: string, pid: number): string {
  return `native:${number}:${pid}`;
}

function numberOf(id: string): number {
  return Number(id.split(':')[1]);
}

function infoOf({ id, title, info }: AddonWindow): WindowInfo {
  const name = info.execName || info.name;
  const program = name.replace(/^.*[\\/]/, '').replace(/\.(exe|app)$/i, '');
  return { id: idOf(String(id), info.processId), title, program, pid: info.processId };
}
