/**
 * The desktop under Wayland, which lets no program see the windows of others or send them keys. What is left
 * is the clipboard through Electron, and there is no event for its changes. (Many compositors show it only to
 * the program that has the focus; a copy made elsewhere is then noticed when our window gets it.)
 */
import type { Desktop, WindowInfo } from './desktop';
import type { ElectronParts } from './electron';
import { ClipboardFormats } from './electron';
import { PolledClipboard } from './polled-clipboard';

/** A desktop without foreign windows and without keys. */
export function openWaylandDesktop(electron: ElectronParts): Desktop {
  return new WaylandDesktop(electron);
}

class WaylandDesktop implements Desktop {
  readonly clipboard: PolledClipboard;

  constructor(electron: ElectronParts) {
    this.clipboard = new PolledClipboard(new ClipboardFormats(electron), 'linux');
  }

  cannotSendKeys(): 'wayland' {
    return 'wayland';
  }

  async activeWindow(): Promise<null> {
    return null;
  }

  onActiveWindow(): () => void {
    return () => undefined;
  }

  async listWindows(): Promise<WindowInfo[]> {
    return [];
  }

  async findWindow(): Promise<null> {
    return null;
  }

  async activate(): Promise<boolean> {
    return false;
  }

  /** Whoever asks first, by `cannotSendKeys`, never comes here. */
  sendPaste(): Promise<void> {
    return Promise.reject(new Error('keys cannot be sent to other programs under Wayland'));
  }

  sendReturn(): Promise<void> {
    return this.sendPaste();
  }

  /** No window of the list, which is empty, will ever have it. */
  ownWindowId(nativeHandle: Buffer): string {
    return `wayland:${nativeHandle.toString('hex')}`;
  }

  /** The compositor alone decides. */
  async setTakesFocus(): Promise<void> {}

  async close(): Promise<void> {
    this.clipboard.stop();
  }
}
