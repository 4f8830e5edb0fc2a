/**
 * The windows and keys of the desktop for Windows and macOS, whose addons work under X11, too: the same promises
 * as the X11 desktop's. Its clipboard is Electron's and not there without it: test/unit/main/desktop/.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop, WindowInfo } from '../../main/desktop/desktop';
import { openNativeDesktop } from '../../main/desktop/native';
import { oldShape } from '../unit/main/desktop/fake-clipboards';
import { Copy, Editor, noX11, pasted, run, until } from './support/xprograms';

describe.skipIf(noX11)(`the desktop for Windows and macOS, its addons under X11${noX11 ? ` (${noX11})` : ''}`, () => {
  let desktop: Desktop;
  let editor: Editor;
  let target: WindowInfo;

  beforeAll(async () => {
    editor = await Editor.open();
  });
  afterAll(() => editor.close());
  beforeEach(async () => {
    desktop = openNativeDesktop(oldShape(new Map()));
    await editor.clear();
    target = (await desktop.listWindows()).find((window) => window.pid === editor.pid)!;
  });
  afterEach(() => desktop.close());

  it('finds the window, activates it, pastes and presses Return', async () => {
    expect(target).toMatchObject({ program: 'mousepad', title: expect.stringContaining('Mousepad') });
    expect(await desktop.findWindow(target.id)).toEqual(target);
    const other = await Editor.open();
    expect((await desktop.listWindows()).map((window) => window.pid)).toEqual(expect.arrayContaining([editor.pid, other.pid]));
    const copy = Copy.start('亲，您好：\n当天发货');
    await until('the copy', async () => (await pasted().catch(() => '')).toString().endsWith('发货'));
    expect(await desktop.activate(target.id, 1_500)).toBe(true);
    expect((await desktop.activeWindow())?.id).toBe(target.id);
    await desktop.sendPaste();
    expect(await editor.text()).toBe('亲，您好：\n当天发货');
    await desktop.sendReturn();
    expect(await editor.text()).toBe('亲，您好：\n当天发货\n');
    copy.end();
    await other.close();
  });

  it('pastes while a modifier key is still held down', async () => {
    const copy = Copy.start('按快捷键插入');
    await until('the copy', async () => (await pasted().catch(() => '')).toString() === '按快捷键插入');
    expect(await desktop.activate(target.id, 1_500)).toBe(true);
    await run('xdotool', ['keydown', 'shift']);
    try {
      await desktop.sendPaste();
    } finally {
      await run('xdotool', ['keyup', 'shift']);
    }
    expect(await editor.text()).toBe('按快捷键插入');
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
