/** The desktop of a Linux computer under X11, over one connection to its X server, in the thread that it is opened in. */
import type { Desktop, WindowInfo } from '../desktop';
import { activateWindow } from './activate';
import { Clients } from './clients';
import { X11Clipboard } from './clipboard';
import { Connection } from './connection';
import { setInputHint } from './focus';
import { Keys } from './keys';
import { ActiveWindowWatch, idOf, Windows, xidOf } from './windows';

/** Connects to the X server `display` (default: $DISPLAY). Rejects when there is none. `onLost`: it went away. */
export async function openLocalX11Desktop(display?: string, onLost?: (error: Error) => void): Promise<X11Desktop> {
  const connection = await Connection.open(display);
  if (onLost) connection.onLost(onLost);
  return new X11Desktop(connection);
}

export class X11Desktop implements Desktop {
  readonly clipboard: X11Clipboard;
  private readonly windows: Windows;
  private readonly keys: Keys;
  private readonly activeWindowWatch: ActiveWindowWatch;

  constructor(private readonly connection: Connection) {
    const clients = new Clients(connection);
    this.clipboard = new X11Clipboard(connection, clients);
    this.windows = new Windows(connection, clients);
    this.keys = new Keys(connection);
    this.activeWindowWatch = new ActiveWindowWatch(connection, this.windows);
  }

  cannotSendKeys(): null {
    return null;
  }

  async activeWindow(): Promise<WindowInfo | null> {
    const active = await this.windows.active();
    return active ? this.windows.info(active) : null;
  }

  onActiveWindow(callback: (window: WindowInfo | null) => void): () => void {
    return this.activeWindowWatch.add(callback);
  }

  listWindows(): Promise<WindowInfo[]> {
    return this.windows.list();
  }

  findWindow(id: string): Promise<WindowInfo | null> {
    return this.windows.find(id);
  }

  async activate(id: string, timeoutMs: number): Promise<boolean> {
    const window = await this.windows.find(id);
    const xid = window ? xidOf(window.id) : null;
    return xid !== null && activateWindow(this.connection, this.windows, xid, timeoutMs);
  }

  async sendPaste(): Promise<void> {
    this.clipboard.offers.notePaste();
    await this.keys.sendPaste();
  }

  sendReturn(): Promise<void> {
    return this.keys.sendReturn();
  }

  ownWindowId(nativeHandle: Buffer): string {
    return idOf(nativeHandle.readUInt32LE(0));
  }

  setTakesFocus(nativeHandle: Buffer, takesFocus: boolean): Promise<void> {
    return setInputHint(this.connection, nativeHandle.readUInt32LE(0), takesFocus);
  }

  async close(): Promise<void> {
    await this.clipboard.close();
    await this.connection.close();
  }
}
