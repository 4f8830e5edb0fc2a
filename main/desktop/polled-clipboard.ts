/**
 * The clipboard through Electron, for the systems where nothing tells of its changes (Windows and macOS, where
 * Electron gives no event; Wayland, where there is none): looked at while somebody listens.
 *
 * What that costs: a copy is noticed up to half a second late, and only the last of several; the same text
 * copied twice in a row is one change; a text is read to be compared, though only its fingerprint is kept (and
 * one with a password manager's mark not even for that, unless it replaces a text that we have marked ourselves);
 * `isOurs` tells what the last look saw.
 */
import { createHash } from 'node:crypto';
import type { ClipboardChange, ClipboardOffer, ClipboardSnapshot, ClipboardText, SystemClipboard, WindowInfo } from './desktop';
import type { ClipboardFormats, SavedFormats } from './electron';
import { isMarkedSecret, OWN_MARKS } from './secret-marks';

/** How often the clipboard is looked at while somebody listens, in ms. */
const LOOK_MS = 500;
/** A paste usually needs so long, and a little more for each hundred characters, but not above the last, in ms. */
const PASTE_MS = { least: 250, perHundred: 1, most: 3_000 };

/** Stand in for the text's fingerprint. */
const EMPTY = 'empty';
const SECRET = 'secret';

class PolledSnapshot implements ClipboardSnapshot {
  readonly formats: readonly string[];

  constructor(readonly saved: SavedFormats) {
    this.formats = saved.names;
  }
}

class PolledOffer implements ClipboardOffer {
  readonly print: string;

  constructor(
    private readonly text: string,
    private readonly clipboard: PolledClipboard,
  ) {
    this.print = fingerprint(text);
  }

  isOurs(): boolean {
    return this.clipboard.print === this.print;
  }

  /** Nobody tells who has read the clipboard: after the time that a paste usually needs. */
  async taken(_window: WindowInfo, timeoutMs: number): Promise<'unknown'> {
    const { least, perHundred, most } = PASTE_MS;
    const usual = Math.min(least + (this.text.length / 100) * perHundred, most, timeoutMs);
    await new Promise((resolve) => setTimeout(resolve, usual));
    return 'unknown';
  }
}

export class PolledClipboard implements SystemClipboard {
  /** Fingerprint of what was on the clipboard when it was last looked at or written by us. */
  print: string | null = null;
  /** The last one that was not empty, so that a clipboard in use by another program for a moment makes no new copy. */
  private known: string | null = null;
  /** The fingerprint of our own text while it is there with marks of ours: those say nothing, only the text does. */
  private marked: string | null = null;
  private readonly callbacks = new Set<(change: ClipboardChange) => void>();
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  /** Looks and writes happen one after the other: no look sees a write half done. */
  private queue: Promise<unknown> = Promise.resolve();

  /** `activeWindow`: the window in use, where that is known; the system tells no owner of a copy. */
  constructor(
    private readonly formats: ClipboardFormats,
    private readonly platform: NodeJS.Platform,
    private readonly activeWindow: () => WindowInfo | null = () => null,
  ) {}

  onChange(callback: (change: ClipboardChange) => void): () => void {
    this.callbacks.add(callback);
    if (!this.timer) {
      this.known = null;
      this.timer = setInterval(() => this.startLook(), LOOK_MS);
      this.startLook();
    }
    return () => {
      this.callbacks.delete(callback);
      if (this.callbacks.size === 0) this.stop();
    };
  }

  /** Windows and macOS have none; under Wayland, looking for it all the time would disturb who marks text. */
  watchPrimary(): void {}

  readSelectionOrClipboard(maxLength: number): Promise<ClipboardText> {
    return this.read(null, maxLength);
  }

  async snapshot(): Promise<ClipboardSnapshot> {
    return new PolledSnapshot(await this.formats.save());
  }

  offer(text: string): Promise<ClipboardOffer> {
    return this.inTurn(async () => {
      const marked = await this.formats.writeMarked(text, OWN_MARKS[this.platform] ?? {});
      if (!marked) await this.formats.writeText(text);
      this.wrote(fingerprint(text), marked);
      return new PolledOffer(text, this);
    });
  }

  async restore(snapshot: ClipboardSnapshot, offer: ClipboardOffer): Promise<boolean> {
    if (!(snapshot instanceof PolledSnapshot) || !(offer instanceof PolledOffer)) throw new TypeError('not a snapshot and an offer of this desktop');
    return this.inTurn(async () => {
      if ((await this.see()) !== offer.print) return false;
      await this.formats.put(snapshot.saved);
      this.marked = null;
      this.wrote(await this.see(), false);
      return true;
    });
  }

  writeText(text: string): Promise<void> {
    return this.inTurn(async () => {
      await this.formats.writeText(text);
      this.wrote(fingerprint(text), false);
    });
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private wrote(print: string, marked: boolean): void {
    this.print = print;
    this.known = print;
    this.marked = marked ? print : null;
  }

  private startLook(): void {
    if (this.looking) return;
    this.looking = true;
    // A clipboard that cannot be read now is looked at again in a moment.
    void this.inTurn(() => this.look()).catch(() => undefined).finally(() => (this.looking = false));
  }

  private async look(): Promise<void> {
    const print = await this.see();
    if (!this.timer) return;
    this.print = print;
    // What was there before we came is no copy; neither is an emptied clipboard.
    const first = this.known === null;
    if (print === this.known || (print === EMPTY && !first)) return;
    this.known = print;
    if (first) return;
    // Whoever has the focus has most likely made the copy.
    const window = this.activeWindow();
    const change: ClipboardChange = {
      selection: 'clipboard',
      at: Date.now(),
      ...(window ? { owner: { pid: window.pid, program: window.program } } : {}),
      readText: (maxLength) => this.read(print, maxLength),
    };
    for (const callback of this.callbacks) callback(change);
  }

  /**
   * The fingerprint of what is there now. Only the text is compared: a copied image or file is no message, and
   * reading it twice a second would be dear.
   */
  private async see(): Promise<string> {
    const own = this.marked;
    if (own === null && (await this.isSecret())) return SECRET;
    const print = fingerprint(await this.formats.readText());
    if (own === null || print === own || print === EMPTY) return print;
    this.marked = null;
    return (await this.isSecret()) ? SECRET : print;
  }

  /** The text that is there now, if it is still the one with this fingerprint. */
  private async read(print: string | null, maxLength: number): Promise<ClipboardText> {
    try {
      if (await this.isSecret()) return { kind: 'secret' };
      const text = await this.formats.readText();
      if (text === '' || (print !== null && fingerprint(text) !== print)) return { kind: 'no-text' };
      if (text.length > maxLength) return { kind: 'too-long', characters: text.length, bytes: Buffer.byteLength(text) };
      return { kind: 'text', text };
    } catch {
      return { kind: 'no-text' };
    }
  }

  private isSecret(): Promise<boolean> {
    return isMarkedSecret(this.formats, this.platform);
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = this.queue.then(job);
    this.queue = done.catch(() => undefined);
    return done;
  }
}

function fingerprint(text: string): string {
  return text === '' ? EMPTY : createHash('sha256').update(text).digest('base64');
}
