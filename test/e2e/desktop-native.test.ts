/**
 * The desktop for Windows and macOS, as far as its addons work under X11, too: the same promises as the X11
 * desktop's, without those that only X11 can keep (who has fetched a text, two copies 15 ms apart).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClipboardChange, ClipboardText, Desktop, WindowInfo } from '../../main/desktop/desktop';
import type { ElectronClipboard } from '../../main/desktop/electron';
import { openNativeDesktop } from '../../main/desktop/native';
import { Peer, text } from './support/xpeer';
import { Copy, Editor, noX11, pasted, run, until } from './support/xprograms';

const LIMIT = 20_000;
/** 1 x 1 pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
/** No Electron runs here: it knows of no format, and the addon's own list of them has to do. */
const clipboard: ElectronClipboard = {
  readText: () => '',
  writeText: () => undefined,
  has: () => false,
  clear: () => undefined,
  write: () => undefined,
  availableFormats: () => [],
  readBuffer: () => Buffer.alloc(0),
};

describe.skipIf(noX11)(`the desktop for Windows and macOS, its addons under X11${noX11 ? ` (${noX11})` : ''}`, () => {
  let desktop: Desktop;
  let editor: Editor;
  let target: WindowInfo;
  let seen: { change: ClipboardChange; read: ClipboardText | null }[];
  let others: { end(): void | Promise<void> }[];
  const started = <T extends { end(): void | Promise<void> }>(other: T): T => (others.push(other), other);
  const nthRead = (n: number): Promise<ClipboardText> => until(`copy ${n + 1} to be read`, () => seen[n]?.read ?? null);
  const copied = async (data: string | Buffer, type?: string): Promise<void> => {
    started(Copy.start(data, type));
    await until('the copy', async () => (await pasted(type).catch(() => Buffer.alloc(0))).equals(Buffer.from(data)));
  };

  beforeAll(async () => {
    editor = await Editor.open();
  });
  afterAll(() => editor.close());
  beforeEach(async () => {
    desktop = openNativeDesktop({ clipboard });
    await editor.clear();
    target = (await desktop.listWindows()).find((window) => window.pid === editor.pid)!;
    [seen, others] = [[], []];
    desktop.clipboard.onChange((change) => {
      const entry: (typeof seen)[number] = { change, read: null };
      seen.push(entry);
      void change.readText(LIMIT).then((read) => (entry.read = read));
    });
    await sleep(300); // The addon listens from a thread of its own, and does not say since when.
    seen.length = 0;
  });
  afterEach(async () => {
    for (const other of others) await other.end();
    await desktop.close();
  });

  it('reads a copy, and takes the program in use for its maker', async () => {
    started(Copy.start('你好，什么时候发货？'));
    expect(await nthRead(0)).toEqual({ kind: 'text', text: '你好，什么时候发货？' });
    expect(seen[0]!.change.owner).toEqual({ pid: editor.pid, program: 'mousepad' });
  });

  it('refuses a text above the limit', async () => {
    started(Copy.start('a'.repeat(LIMIT + 1)));
    expect(await nthRead(0)).toEqual({ kind: 'too-long', characters: LIMIT + 1, bytes: LIMIT + 1 });
  });

  it('does not give out what a password manager marks', async () => {
    const targets = { UTF8_STRING: text('hunter2'), 'x-kde-passwordManagerHint': text('secret') };
    started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect(await nthRead(0)).toEqual({ kind: 'secret' });
  });

  it('does not report what we put on the clipboard ourselves', async () => {
    const before = await desktop.clipboard.snapshot();
    await desktop.clipboard.writeText('ours');
    const offer = await desktop.clipboard.offer('ours, too');
    await desktop.clipboard.restore(before, offer);
    await sleep(800);
    expect(seen).toEqual([]);
  });

  it('finds the window, activates it, pastes and puts the former text back', async () => {
    await copied('以前的内容');
    expect(target).toMatchObject({ program: 'mousepad', title: expect.stringContaining('Mousepad') });
    expect(await desktop.findWindow(target.id)).toEqual(target);
    const other = await Editor.open();
    expect((await desktop.listWindows()).map((window) => window.pid)).toEqual(expect.arrayContaining([editor.pid, other.pid]));
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('亲，您好：\n当天发货');
    expect(await desktop.activate(target.id, 1_500)).toBe(true);
    expect((await desktop.activeWindow())?.id).toBe(target.id);
    await desktop.sendPaste();
    expect(await offer.taken(target, 1_500)).toBe('unknown');
    expect(await desktop.clipboard.restore(before, offer)).toBe(true);
    expect((await pasted()).toString()).toBe('以前的内容');
    await other.close();
    expect(await editor.text()).toBe('亲，您好：\n当天发货');
  });

  it('puts an image back', async () => {
    await copied(PNG, 'image/png');
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('reply');
    expect(await desktop.clipboard.restore(before, offer)).toBe(true);
    expect((await pasted('image/png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('does not put anything back over a copy that was made meanwhile', async () => {
    await copied('before');
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('reply');
    await copied('something new');
    expect(offer.isOurs()).toBe(false);
    expect(await desktop.clipboard.restore(before, offer)).toBe(false);
    expect((await pasted()).toString()).toBe('something new');
  });

  it('reports another active window and another title', async () => {
    const reported: (WindowInfo | null)[] = [];
    const end = desktop.onActiveWindow((window) => reported.push(window));
    await until('the first window', () => reported.at(-1)?.id === target.id);
    const other = await Editor.open();
    await until('the other window', () => reported.at(-1)?.pid === other.pid);
    await run('xdotool', ['set_window', '--name', '与 李四 的会话', String(other.xid)]);
    await until('the title', () => reported.at(-1)?.title === '与 李四 的会话');
    await other.close();
    end();
  });

  it('has no window for an id that is none', async () => {
    expect(await desktop.findWindow('native:1:1')).toBeNull();
    expect(await desktop.activate('native:1:1', 50)).toBe(false);
  });
});
