/**
 * The desktop under Wayland, which lets no program see the windows of others or send them keys. What is left
 * is the clipboard through Electron, and there is no event for its changes. (Many compositors show it only to
 * the program that has the focus; a copy made elsewhere is then noticed when our window gets it.)
 */
import { createHash } from 'node:crypto';
import type { ClipboardChange, ClipboardOffer, ClipboardSnapshot, ClipboardText, Desktop, SystemClipboard, WindowInfo } from './desktop';
import type { ElectronParts, SavedFormats } from './electron';
import { ClipboardFormats } from './electron';
import { isMarkedSecret, OWN_MARKS } from './secret-marks';

/** How often the clipboard is looked at while somebody listens, in ms. */
const LOOK_MS = 500;

/** A desktop without foreign windows and without keys. */
export function openWaylandDesktop(electron: ElectronParts): Desktop {
  return new WaylandDesktop(new WaylandClipboard(new ClipboardFormats(electron)));
}

class WaylandSnapshot implements ClipboardSnapshot {
  readonly formats: readonly string[];

  constructor(readonly saved: SavedFormats) {
    this.formats = saved.names;
  }
}

class WaylandOffer implements ClipboardOffer {
  constructor(
    readonly print: string,
    private readonly clipboard: WaylandClipboard,
  ) {}

  isOurs(): boolean {
    return this.clipboard.print === this.print;
  }

  async taken(): Promise<'unknown'> {
    return 'unknown';
  }
}

export class WaylandClipboard implements SystemClipboard {
  /** Fingerprint of what was on the clipboard when it was last looked at or written by us. */
  print: string | null = null;
  private readonly callbacks = new Set<(change: ClipboardChange) => void>();
  private timer: NodeJS.Timeout | null = null;
  private looking = false;

  constructor(private readonly formats: ClipboardFormats) {}

  onChange(callback: (change: ClipboardChange) => void): () => void {
    this.callbacks.add(callback);
    if (!this.timer) {
      this.timer = setInterval(() => void this.look(), LOOK_MS);
      void this.look();
    }
    return () => {
      this.callbacks.delete(callback);
      if (this.callbacks.size === 0) this.stop();
    };
  }

  /** Electron gives no word of it, and looking for it all the time would disturb who marks text. */
  watchPrimary(): void {}

  readSelectionOrClipboard(maxLength: number): Promise<ClipboardText> {
    return this.read(null, maxLength);
  }

  async snapshot(): Promise<ClipboardSnapshot> {
    return new WaylandSnapshot(await this.formats.save());
  }

  async offer(text: string): Promise<ClipboardOffer> {
    const print = fingerprint(text);
    this.print = print;
    const marked = await this.formats.writeMarked(text, OWN_MARKS.linux ?? {});
    if (!marked) await this.formats.writeText(text);
    return new WaylandOffer(print, this);
  }

  async restore(snapshot: ClipboardSnapshot, offer: ClipboardOffer): Promise<boolean> {
    if (!(snapshot instanceof WaylandSnapshot) || !(offer instanceof WaylandOffer)) throw new TypeError('not a snapshot and an offer of this desktop');
    if (fingerprint(await this.formats.readText()) !== offer.print) return false;
    await this.formats.put(snapshot.saved);
    this.print = fingerprint(await this.formats.readText());
    return true;
  }

  async writeText(text: string): Promise<void> {
    this.print = fingerprint(text);
    await this.formats.writeText(text);
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.print = null;
  }

  /** Only the text is compared: a copied image or file is no message, and reading it twice a second would be dear. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const before = this.print;
      const print = fingerprint(await this.formats.readText());
      if (print === this.print || this.print !== before) return;
      this.print = print;
      // What was there before we came is no copy; neither is an emptied clipboard.
      if (before === null || print === fingerprint('')) return;
      const change: ClipboardChange = { selection: 'clipboard', at: Date.now(), readText: (maxLength) => this.read(print, maxLength) };
      for (const callback of this.callbacks) callback(change);
    } finally {
      this.looking = false;
    }
  }

  /** The text that is there now, if it is still the one with this fingerprint. */
  private async read(print: string | null, maxLength: number): Promise<ClipboardText> {
    if (await isMarkedSecret(this.formats, 'linux')) return { kind: 'secret' };
    const text = await this.formats.readText();
    if (text === '' || (print !== null && fingerprint(text) !== print)) return { kind: 'no-text' };
    if (text.length > maxLength) return { kind: 'too-long', characters: text.length, bytes: Buffer.byteLength(text) };
    return { kind: 'text', text };
  }
}

class WaylandDesktop implements Desktop {
  constructor(readonly clipboard: WaylandClipboard) {}

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

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
