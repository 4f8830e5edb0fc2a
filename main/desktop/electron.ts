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

export interface ElectronParts {
  clipboard: ElectronClipboard;
  systemPreferences?: ElectronSystemPreferences;
  /** Called once when the connection to the desktop is lost (X11: the X server went away). */
  onLost?: (error: Error) => void;
}

/** What was on the clipboard, in the shape that `write` takes. */
export interface SavedFormats {
  names: string[];
  /** Null when nothing could be saved. */
  data: Record<string, unknown> | null;
  /** Electron 45: makes the item that is written back. */
  itemClass?: new (items: Record<string, unknown>) => ClipboardItemLike;
}

/** Electron's clipboard in one shape, whatever its version. */
export class ClipboardFormats {
  constructor(private readonly clipboard: ElectronClipboard) {}

  async readText(): Promise<string> {
    return this.clipboard.readText();
  }

  async writeText(text: string): Promise<void> {
    await this.clipboard.writeText(text);
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
    if (!saved.data) return this.clipboard.clear();
    const data = saved.itemClass ? [new saved.itemClass(saved.data)] : saved.data;
    await this.clipboard.write(data as never);
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
    if (!first) return { names: [], data: null };
    const types = first.types;
    // An owner may refuse a format that it has offered; the others are kept.
    const values = await Promise.all(types.map((type) => first.getType(type).catch(() => undefined)));
    const pairs = types.map((type, i) => [type, values[i]] as const).filter(([, value]) => value !== undefined);
    const itemClass = first.constructor as SavedFormats['itemClass'];
    return { names: pairs.map(([type]) => type), data: pairs.length > 0 ? Object.fromEntries(pairs) : null, ...(itemClass ? { itemClass } : {}) };
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
