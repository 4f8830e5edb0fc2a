/** The clipboard on Windows and macOS; see native.ts for what could be tried of it. */
import { createHash } from 'node:crypto';
import type { ClipboardData, ClipboardListener, ClipboardManager } from '@teddyzhu/clipboard';
import type { ClipboardChange, ClipboardOffer, ClipboardSnapshot, ClipboardText, SystemClipboard, WindowInfo } from './desktop';
import type { ClipboardFormats } from './electron';
import type { Natives } from './natives';
import { isMarkedSecret, OWN_MARKS } from './secret-marks';

/** An own write comes back as a change within this time, in ms. */
const ECHO_MS = 2_000;
/** A paste usually needs so long, and a little more for each hundred characters, but not above the last, in ms. */
const PASTE_MS = { least: 250, perHundred: 1, most: 3_000 };

/** Pauses before the clipboard is asked again that another program has just opened, in ms. */
const RETRY_MS = [15, 35, 75];

class NativeSnapshot implements ClipboardSnapshot {
  readonly formats: readonly string[];

  constructor(readonly data: ClipboardData) {
    this.formats = data.availableFormats;
  }
}

class NativeOffer implements ClipboardOffer {
  constructor(
    readonly text: string,
    private readonly manager: ClipboardManager,
  ) {}

  isOurs(): boolean {
    try {
      return this.manager.getText() === this.text;
    } catch {
      return false;
    }
  }

  /** Nobody tells who has read the clipboard: after the time that a paste usually needs. */
  async taken(_window: WindowInfo, timeoutMs: number): Promise<'unknown'> {
    const { least, perHundred, most } = PASTE_MS;
    const usual = Math.min(least + (this.text.length / 100) * perHundred, most, timeoutMs);
    await new Promise((resolve) => setTimeout(resolve, usual));
    return 'unknown';
  }
}

export class NativeClipboard implements SystemClipboard {
  private readonly manager: ClipboardManager;
  private listener: ClipboardListener | null = null;
  private readonly callbacks = new Set<(change: ClipboardChange) => void>();
  /** What we wrote ourselves, by its fingerprint, and until when it counts as ours. */
  private readonly echoes = new Map<string, number>();
  private changes = 0;

  constructor(
    private readonly natives: Natives,
    private readonly formats: ClipboardFormats,
    private readonly platform: NodeJS.Platform,
    private readonly activeWindow: () => WindowInfo | null,
  ) {
    this.manager = new natives.clipboard.ClipboardManager();
  }

  onChange(callback: (change: ClipboardChange) => void): () => void {
    this.callbacks.add(callback);
    if (!this.listener) {
      this.listener = new this.natives.clipboard.ClipboardListener();
      this.listener.watch((data) => this.changed(data));
    }
    return () => {
      this.callbacks.delete(callback);
      if (this.callbacks.size === 0) this.stop();
    };
  }

  /** There is no primary selection here. */
  watchPrimary(): void {}

  readSelectionOrClipboard(maxLength: number): Promise<ClipboardText> {
    return this.read(maxLength, () => true);
  }

  async snapshot(): Promise<ClipboardSnapshot> {
    const data = await retried(() => this.natives.clipboard.getFullClipboardData());
    return new NativeSnapshot(data ?? { availableFormats: [] });
  }

  async offer(text: string): Promise<ClipboardOffer> {
    this.expectEcho({ availableFormats: [], text });
    const marked = await this.formats.writeMarked(text, OWN_MARKS[this.platform] ?? {});
    if (!marked) this.manager.setText(text);
    return new NativeOffer(text, this.manager);
  }

  async restore(snapshot: ClipboardSnapshot, offer: ClipboardOffer): Promise<boolean> {
    if (!(snapshot instanceof NativeSnapshot)) throw new TypeError('not a snapshot of this desktop');
    if (!offer.isOurs()) return false;
    const { text, html, rtf, image, files } = snapshot.data;
    this.expectEcho(snapshot.data);
    if (text === undefined && !html && !rtf && !image && !files?.length) this.manager.clear();
    else this.manager.setContents(snapshot.data);
    return true;
  }

  async writeText(text: string): Promise<void> {
    this.expectEcho({ availableFormats: [], text });
    this.manager.setText(text);
  }

  stop(): void {
    this.listener?.stop();
    this.listener = null;
  }

  private changed(data: ClipboardData): void {
    const change = ++this.changes;
    if (this.isEcho(data)) return;
    // The system tells no owner: whoever has the focus has most likely made the copy.
    const window = this.activeWindow();
    const report: ClipboardChange = {
      selection: 'clipboard',
      at: Date.now(),
      ...(window ? { owner: { pid: window.pid, program: window.program } } : {}),
      readText: (maxLength) => this.read(maxLength, () => change === this.changes),
    };
    for (const callback of this.callbacks) callback(report);
  }

  private async read(maxLength: number, valid: () => boolean): Promise<ClipboardText> {
    if (!valid()) return { kind: 'no-text' };
    const listed = await retried(() => this.manager.getAvailableFormats());
    // Without the list of formats nobody knows whether it is a secret.
    if (listed === null) return { kind: 'no-text' };
    if (await isMarkedSecret(this.formats, this.platform, listed)) return { kind: 'secret' };
    const text = await retried(() => this.manager.getText());
    if (!valid() || text === null || text === '') return { kind: 'no-text' };
    if (text.length > maxLength) return { kind: 'too-long', characters: text.length, bytes: Buffer.byteLength(text) };
    return { kind: 'text', text };
  }

  private expectEcho(data: ClipboardData): void {
    this.echoes.set(fingerprint(data), Date.now() + ECHO_MS);
  }

  private isEcho(data: ClipboardData): boolean {
    const now = Date.now();
    for (const [mark, until] of this.echoes) if (until < now) this.echoes.delete(mark);
    return this.echoes.has(fingerprint(data));
  }
}

/** The addon throws when there is no text, as it does when the clipboard is in use by another program at that moment. */
async function retried<T>(ask: () => T): Promise<T | null> {
  for (const pause of [...RETRY_MS, null]) {
    try {
      return ask();
    } catch {
      if (pause !== null) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return null;
}

/** Tells contents apart without keeping them. HTML is left out, since systems rewrite it. */
function fingerprint({ text, image, files }: ClipboardData): string {
  const size = image ? `${image.width}x${image.height}` : '';
  return createHash('sha256').update([text ?? '', size, ...(files ?? [])].join('\0')).digest('base64');
}
