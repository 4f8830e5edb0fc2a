/**
 * What the desktop needs of Electron, handed in so that this folder runs without it. Electron's own
 * `clipboard` and `systemPreferences` fit as they are.
 *
 * Electron 45 gave its clipboard the shape of the W3C's; the Electron 25 that stands in for it where the
 * current one cannot be downloaded still has the old one. Both are spoken here, and nowhere else.
 */

/** One clipboard entry of Electron 45, as `clipboard.read()` gives it. */
interface ClipboardItemLike {
  readonly types: readonly string[];
  getType(type: string): Promise<unknown>;
}

export type ItemClass = new (items: Record<string, Blob | string>) => ClipboardItemLike;

/** The part of Electron's `clipboard` that is used; what only one of the two shapes has is optional. */
export interface ElectronClipboard {
  readText(): string | Promise<string>;
  writeText(text: string): void | Promise<void>;
  has(format: string): boolean | Promise<boolean>;
  clear(): void;
  /** Electron 45. (The old shape has a function of this name that does something else.) */
  read?(): Promise<ClipboardItemLike[]>;
  write(data: never): void | Promise<void>;
  /** The old shape. */
  availableFormats?(): string[];
  readBuffer?(format: string): Buffer;
  readHTML?(): string;
  readRTF?(): string;
  readImage?(): { isEmpty(): boolean };
}

/** The part of Electron's `systemPreferences` that is used, on macOS only. */
export interface ElectronSystemPreferences {
  isTrustedAccessibilityClient(prompt: boolean): boolean;
}

/** The part of a window of ours that is used, on Windows and macOS. */
export interface ElectronWindow {
  getNativeWindowHandle(): Buffer;
  /** "window:<the system's number of the window>:0". */
  getMediaSourceId(): string;
  setFocusable(focusable: boolean): void;
}

export interface ElectronParts {
  clipboard: ElectronClipboard;
  /** Electron's class of that name, from its version 45 on: without it our text cannot be marked on Windows and macOS. */
  ClipboardItem?: ItemClass | undefined;
  systemPreferences?: ElectronSystemPreferences;
  /** Electron's class of that name; used on Windows and macOS. */
  BrowserWindow?: { getAllWindows(): ElectronWindow[] };
  /** Called once when the connection to the desktop is lost (X11: the X server went away). */
  onLost?: (error: Error) => void;
}

/** What was on the clipboard, in the shape that `write` takes; `data` is null when nothing could be saved. */
export interface SavedFormats {
  names: string[];
  data: Record<string, unknown> | ClipboardItemLike[] | null;
}

/** Electron's clipboard in one shape, whatever its version. */
export class ClipboardFormats {
  private readonly clipboard: ElectronClipboard;
  private readonly itemClass: ItemClass | undefined;

  constructor(parts: Pick<ElectronParts, 'clipboard' | 'ClipboardItem'>) {
    this.clipboard = parts.clipboard;
    this.itemClass = parts.ClipboardItem;
  }

  async readText(): Promise<string> {
    return this.clipboard.readText();
  }

  async writeText(text: string): Promise<void> {
    await this.clipboard.writeText(text);
  }

  /** Writes a text together with formats of the platform by their own names. False, and nothing done, where that cannot be. */
  async writeMarked(text: string, marks: Readonly<Record<string, string>>): Promise<boolean> {
    if (this.isOld || !this.itemClass) return false;
    const formats = Object.entries(marks).map(([name, value]) => [raw(name), new Blob([value])] as const);
    const item = new this.itemClass({ 'text/plain': text, ...Object.fromEntries(formats) });
    await this.clipboard.write([item] as never);
    return true;
  }

  /** Whether the clipboard holds data in a format of the platform, by its own name ("Clipboard Viewer Ignore"). */
  async has(format: string): Promise<boolean> {
    if (this.isOld) return this.clipboard.has(format);
    return (await this.clipboard.has(raw(format))) || (isMime(format) && (await this.clipboard.has(format)));
  }

  /** The bytes of a format of the platform; null when there are none or they cannot be read. */
  async read(format: string): Promise<Buffer | null> {
    if (this.isOld) {
      const data = this.clipboard.readBuffer?.(format);
      return data && data.length > 0 ? data : null;
    }
    for (const item of (await this.clipboard.read?.()) ?? []) {
      const type = item.types.find((one) => one === raw(format) || one === format);
      if (type !== undefined) return toBuffer(await item.getType(type));
    }
    return null;
  }

  /** Everything that Electron can give back later: text, HTML, RTF, an image; with Electron 45 all formats. */
  async save(): Promise<SavedFormats> {
    return this.isOld ? this.saveOld() : this.saveItems();
  }

  /** Puts back what `save` gave; an empty clipboard, too. */
  async put(saved: SavedFormats): Promise<void> {
    if (saved.data) await this.clipboard.write(saved.data as never);
    else this.clipboard.clear();
  }

  private get isOld(): boolean {
    return typeof this.clipboard.availableFormats === 'function';
  }

  private saveOld(): SavedFormats {
    const { clipboard } = this;
    const image = clipboard.readImage?.();
    const found: Record<string, unknown> = {
      text: clipboard.readText(),
      html: clipboard.readHTML?.(),
      rtf: clipboard.readRTF?.(),
      image: image?.isEmpty() ? undefined : image,
    };
    const data = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== ''));
    const names = Object.keys(data);
    return { names, data: names.length > 0 ? data : null };
  }

  private async saveItems(): Promise<SavedFormats> {
    const items = (await this.clipboard.read?.()) ?? [];
    const first = items[0];
    if (!first || !this.itemClass) return { names: [], data: null };
    // An owner may refuse a format that it has offered; the others are kept.
    const values = await Promise.all(first.types.map((type) => first.getType(type).catch(() => undefined)));
    const pairs = first.types.flatMap((type, i) => {
      const value = values[i];
      return value instanceof Blob || typeof value === 'string' ? [[type, value] as const] : [];
    });
    if (pairs.length === 0) return { names: [], data: null };
    return { names: pairs.map(([type]) => type), data: [new this.itemClass(Object.fromEntries(pairs))] };
  }
}

/** Electron 45's name for a format of the platform. */
function raw(format: string): string {
  return `electron application/osclipboard;format="${format}"`;
}

function isMime(format: string): boolean {
  return /^[\w.+-]+\/[\w.+-]+$/.test(format);
}

async function toBuffer(value: unknown): Promise<Buffer | null> {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === 'string') return Buffer.from(value);
  return value instanceof Blob ? Buffer.from(await value.arrayBuffer()) : null;
}
