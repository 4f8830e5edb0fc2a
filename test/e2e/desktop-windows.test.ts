/** Other programs' windows, as the X11 desktop sees and activates them. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop, WindowInfo } from '../../main/desktop/desktop';
import { openX11 } from './support/xbuild';
import { Peer } from './support/xpeer';
import { Editor, noX11, run, until } from './support/xprograms';

const idOf = (xid: number): string => `x11:0x${xid.toString(16)}`;

describe.skipIf(noX11)(`windows, under X11${noX11 ? ` (${noX11})` : ''}`, () => {
  let desktop: Desktop;
  let others: { end?(): Promise<void>; close?(): Promise<void> }[];
  const started = <T extends { end?(): Promise<void>; close?(): Promise<void> }>(other: T): T => (others.push(other), other);
  const chat = (title: string, className = 'Chat'): Promise<Peer> => Peer.start({ window: { title, className } });

  beforeEach(async () => {
    desktop = await openX11();
    others = [];
  });
  afterEach(async () => {
    for (const other of others) await (other.end ?? other.close)?.call(other);
    await desktop.close();
  });

  it('lists a window with its title, program and process', async () => {
    const editor = started(await Editor.open());
    const found = (await desktop.listWindows()).find((window) => window.id === editor.id);
    expect(found).toMatchObject({ program: 'mousepad', pid: editor.pid });
    expect(found!.title).toContain('Mousepad');
    expect(await desktop.findWindow(editor.id)).toEqual(found);
  });

  it('knows the active window, and reports when another becomes it', async () => {
    const [first, second] = [started(await chat('张三')), started(await chat('李四'))];
    await desktop.activate(idOf(first.xid), 1_000);
    const reported: (WindowInfo | null)[] = [];
    const end = desktop.onActiveWindow((window) => reported.push(window));
    await until('the first report', () => reported.length > 0);
    await run('xdotool', ['windowactivate', '--sync', String(second.xid)]);
    await until('the second report', () => reported.at(-1)?.id === idOf(second.xid));
    expect(reported.at(-1)).toEqual({ id: idOf(second.xid), title: '李四', program: 'chat', pid: second.pid });
    expect(await desktop.activeWindow()).toEqual(reported.at(-1));
    end();
    const before = reported.length;
    await run('xdotool', ['windowactivate', '--sync', String(first.xid)]);
    await sleep(100);
    expect(reported.length).toBe(before);
  });

  it('reports when the active window changes its title, as chats do with each customer', async () => {
    const peer = started(await chat('与 张三 的会话'));
    await desktop.activate(idOf(peer.xid), 1_000);
    const titles: (string | undefined)[] = [];
    desktop.onActiveWindow((window) => titles.push(window?.title));
    await until('the first report', () => titles.length > 0);
    peer.setTitle('与 李四 的会话');
    await until('the new title', () => titles.at(-1) === '与 李四 的会话');
    expect(titles.filter((title) => title === '与 李四 的会话').length).toBe(1);
  });

  it('reports when the active window goes away', async () => {
    const peer = await chat('goes');
    await desktop.activate(idOf(peer.xid), 1_000);
    const reported: (WindowInfo | null)[] = [];
    desktop.onActiveWindow((window) => reported.push(window));
    await until('the first report', () => reported.at(-1)?.title === 'goes');
    await peer.end();
    await until('another report', () => reported.at(-1)?.title !== 'goes');
    expect(await desktop.findWindow(idOf(peer.xid))).toBeNull();
    expect(await desktop.activate(idOf(peer.xid), 300)).toBe(false);
  });

  it('brings a minimised window back', async () => {
    const [under, over] = [started(await chat('under')), started(await chat('over'))];
    await run('xdotool', ['windowminimize', '--sync', String(under.xid)]);
    await desktop.activate(idOf(over.xid), 1_000);
    expect(await desktop.activate(idOf(under.xid), 1_000)).toBe(true);
    expect((await run('xdotool', ['getwindowfocus'])).toString().trim()).toBe(String(under.xid));
  });

  it('knows that a later window with the same number is another one', async () => {
    const first = await chat('first');
    const id = idOf(first.xid);
    await desktop.findWindow(id);
    await first.end();
    // The X server gives the numbers of a client that has ended to the next one that comes.
    const second = started(await chat('second'));
    expect(idOf(second.xid)).toBe(id);
    expect(await desktop.findWindow(id)).toBeNull();
    const listed = (await desktop.listWindows()).find((window) => window.title === 'second')!;
    expect(listed.id).not.toBe(id);
    expect(await desktop.activate(listed.id, 1_000)).toBe(true);
    expect((await desktop.activeWindow())?.id).toBe(listed.id);
  });

  it('has no answer for ids that are none', async () => {
    for (const id of ['', 'x11:0x0', 'x11:zz', 'win:12', 'x11:0x7fffffff']) {
      expect(await desktop.findWindow(id), id).toBeNull();
      expect(await desktop.activate(id, 50), id).toBe(false);
    }
  });

  it('gives our own window the id that it has in the list', async () => {
    const peer = started(await chat('ours'));
    const handle = Buffer.alloc(4);
    handle.writeUInt32LE(peer.xid);
    expect(desktop.ownWindowId(handle)).toBe(idOf(peer.xid));
  });

  it('keeps the focus where it is when our window is clicked, until the editor wants it', async () => {
    const [panel, other] = [started(await chat('panel')), started(await chat('chat'))];
    const handle = Buffer.alloc(4);
    handle.writeUInt32LE(panel.xid);
    await desktop.setTakesFocus(handle, false);
    await run('xdotool', ['windowmove', '--sync', String(panel.xid), '700', '500']);
    await desktop.activate(idOf(other.xid), 1_000);
    const click = (): Promise<Buffer> => run('xdotool', ['mousemove', '--window', String(panel.xid), '20', '20', 'click', '1']);
    await click();
    await sleep(150);
    expect((await desktop.activeWindow())?.title).toBe('chat');
    await desktop.setTakesFocus(handle, true);
    await click();
    await until('the focus in the panel', async () => (await desktop.activeWindow())?.title === 'panel');
  });

  it('does without events, but not without answers, when the X server goes away', async () => {
    const display = ':' + (97 + Math.floor(Math.random() * 100));
    const server = spawn('Xvfb', [display, '-screen', '0', '640x480x24'], { stdio: 'ignore' });
    let lost: Error | null = null;
    const other = await until('the second X server', () => openX11({ display, onLost: (error) => (lost = error) }).catch(() => null));
    await other.clipboard.offer('x');
    const asked = other.clipboard.offer('y').then(() => 'done', () => 'failed');
    server.kill('SIGKILL');
    await until('word of the loss', () => lost);
    expect(['done', 'failed']).toContain(await asked);
    await expect(other.clipboard.offer('z')).rejects.toThrow();
    expect(await other.activeWindow()).toBeNull();
    expect(await other.listWindows()).toEqual([]);
    expect((await other.clipboard.snapshot()).formats).toEqual([]);
    expect(await other.clipboard.readSelectionOrClipboard(10)).toEqual({ kind: 'no-text' });
    await other.close();
  });

  it('rejects with a reason when there is no X server', async () => {
    await expect(openX11({ display: ':4711' })).rejects.toThrow();
  });
});

describe.skipIf(noX11)(`windows without a window manager, under X11${noX11 ? ` (${noX11})` : ''}`, () => {
  it('lists, activates and pastes all the same', async () => {
    const display = ':' + (297 + Math.floor(Math.random() * 100));
    const server = spawn('Xvfb', [display, '-screen', '0', '640x480x24'], { stdio: 'ignore' });
    const desktop = await until('the bare X server', () => openX11({ display }).catch(() => null));
    const terminal = spawn('mousepad', ['--disable-server'], { stdio: 'ignore', env: { ...process.env, DISPLAY: display, GSETTINGS_BACKEND: 'memory', NO_AT_BRIDGE: '1' } });
    try {
      const window = await until('the window', async () => (await desktop.listWindows()).find((one) => one.program === 'mousepad'));
      expect(await desktop.activate(window.id, 1_000)).toBe(true);
      expect((await desktop.activeWindow())?.id).toBe(window.id);
      const offer = await desktop.clipboard.offer('bare');
      await desktop.sendPaste();
      expect(await offer.taken(window, 1_500)).toBe('taken');
    } finally {
      terminal.kill('SIGKILL');
      await desktop.close();
      server.kill();
    }
  });
});
