/** Electron's clipboard in its two shapes, over the same formats in memory. */
import type { ElectronClipboard, ElectronParts, ItemClass } from '../../../../main/desktop/electron';

const RAW = /^electron application\/osclipboard;format="(.*)"$/;

class Item {
  constructor(private readonly items: Record<string, Blob | string>) {}

  get types(): string[] {
    return Object.keys(this.items);
  }

  async getType(type: string): Promise<Blob> {
    const value = this.items[type];
    if (value === undefined) throw new Error(`no ${type}`);
    return value instanceof Blob ? value : new Blob([value]);
  }
}

/** What is on the fake clipboard, by the platform's own names of formats. */
export type Formats = Map<string, string>;

/** As Electron 45 has it. */
export function currentShape(formats: Formats): ElectronParts {
  const known = (name: string): string => (['text/plain', 'text/html', 'image/png'].includes(name) ? name : `electron application/osclipboard;format="${name}"`);
  const clipboard = {
    readText: async () => formats.get('text/plain') ?? '',
    writeText: async (text: string) => {
      formats.clear();
      formats.set('text/plain', text);
    },
    has: async (format: string) => [...formats.keys()].some((name) => known(name) === format),
    clear: () => formats.clear(),
    read: async () => (formats.size === 0 ? [] : [new Item(Object.fromEntries([...formats].map(([name, value]) => [known(name), value])))]),
    write: async (items: Item[]) => {
      formats.clear();
      for (const item of items) for (const type of item.types) formats.set(RAW.exec(type)?.[1] ?? type, await (await item.getType(type)).text());
    },
  };
  return { clipboard: clipboard as unknown as ElectronClipboard, ClipboardItem: Item as ItemClass };
}

/** As Electron 25 has it. */
export function oldShape(formats: Formats): ElectronParts {
  const get = (name: string): string => formats.get(name) ?? '';
  const clipboard = {
    readText: () => get('text/plain'),
    readHTML: () => get('text/html'),
    readRTF: () => get('text/rtf'),
    readImage: () => ({ isEmpty: () => !formats.has('image/png'), png: get('image/png') }),
    readBuffer: (name: string) => Buffer.from(get(name)),
    availableFormats: () => [...formats.keys()],
    has: (name: string) => formats.has(name),
    clear: () => formats.clear(),
    read: () => '',
    writeText: (text: string) => {
      formats.clear();
      formats.set('text/plain', text);
    },
    write: (data: { text?: string; html?: string; rtf?: string; image?: { png: string } }) => {
      formats.clear();
      const { text, html, rtf, image } = data;
      const all = { 'text/plain': text, 'text/html': html, 'text/rtf': rtf, 'image/png': image?.png };
      for (const [name, value] of Object.entries(all)) if (value !== undefined) formats.set(name, value);
    },
  };
  return { clipboard: clipboard as unknown as ElectronClipboard };
}
