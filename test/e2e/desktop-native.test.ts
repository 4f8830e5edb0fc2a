/**
 * The desktop for Windows and macOS, as far as its addons work under X11, too: windows and keys. Its clipboard is
 * Electron's own, which is not in this process; the unit tests drive it over both shapes of Electron's API.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop, WindowInfo } from '../../main/desktop/desktop';
import type { ElectronClipboard } from '../../main/desktop/electron';
import { openNativeDesktop } from '../../main/desktop/native';
import { Copy, Editor, noX11, run, until } from './support/xprograms';

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

  beforeAll(async () => {
    editor = await Editor.open();
  });
  afterAll(() => editor.close());
  beforeEach(async () => {
    desktop = openNativeDesktop({ clipboard });
    await editor.clear();
    target = (await desktop.listWindows()).find((window) => window.pid === editor.pid)!;
  });
  afterEach(() => desktop.close());

  it('finds the window, activates it and sends it the paste key', async () => {
    expect(target).toMatchObject({ program: 'mousepad', title: expect.stringContaining('Mousepad') });
    expect(await desktop.findWindow(target.id)).toEqual(target);
    const other = await Editor.open();
    expect((await desktop.listWindows()).map((window) => window.pid)).toEqual(expect.arrayContaining([editor.pid, other.pid]));
    const copy = Copy.start('亲，您好：\n当天发货');
    expect(await desktop.activate(target.id, 1_500)).toBe(true);
    expect((await desktop.activeWindow())?.id).toBe(target.id);
    await desktop.sendPaste();
    await other.close();
    expect(await editor.text()).toBe('亲，您好：\n当天发货');
    copy.end();
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
