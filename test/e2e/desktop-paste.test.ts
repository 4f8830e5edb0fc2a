/** Our text into another program's window, and the former clipboard back: under X11, into a real GTK editor. */
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop, WindowInfo } from '../../main/desktop/desktop';
import { openX11 } from './support/xbuild';
import { Peer, text } from './support/xpeer';
import { Copy, Editor, noX11, pasted, run, until } from './support/xprograms';

describe.skipIf(noX11)(`pasting into another program, under X11${noX11 ? ` (${noX11})` : ''}`, () => {
  let desktop: Desktop;
  let editor: Editor;
  let target: WindowInfo;
  let others: { end(): void | Promise<void> }[];
  const started = <T extends { end(): void | Promise<void> }>(other: T): T => (others.push(other), other);

  beforeAll(async () => {
    editor = await Editor.open();
  });
  afterAll(() => editor.close());
  beforeEach(async () => {
    desktop = await openX11();
    others = [];
    await editor.clear();
    target = (await desktop.findWindow(editor.id))!;
  });
  afterEach(async () => {
    for (const other of others) await other.end();
    await desktop.close();
  });

  /** A copy of somebody else that is really there. */
  const copied = async (data: string | Buffer, type?: string): Promise<Copy> => {
    const copy = started(Copy.start(data, type));
    const bytes = Buffer.from(data);
    await until('the copy', async () => (await pasted(type).catch(() => Buffer.alloc(0))).equals(bytes));
    return copy;
  };
  /** Offer, activate, paste, wait, put back: what an insertion does. */
  const insert = async (reply: string): Promise<{ taken: string; restored: boolean; formats: readonly string[] }> => {
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer(reply);
    expect(await desktop.activate(target.id, 1_000)).toBe(true);
    await desktop.sendPaste();
    const taken = await offer.taken(target, 1_500);
    return { taken, restored: await desktop.clipboard.restore(before, offer), formats: before.formats };
  };

  it('puts a reply of several lines there, as it is, and the former text back', async () => {
    await copied('以前的内容');
    const reply = '亲，您好：\n1. 今天 16:00 前付款，当天发货；\n2. 节假日顺延。\n谢谢 😀';
    expect(await insert(reply)).toMatchObject({ taken: 'taken', restored: true });
    expect((await pasted()).toString()).toBe('以前的内容');
    expect(await editor.text()).toBe(reply);
  });

  it('pastes a long reply that goes in pieces', async () => {
    const reply = '很长的话术。'.repeat(20_000);
    expect(await insert(reply)).toMatchObject({ taken: 'taken' });
    expect(await editor.text()).toBe(reply);
  });

  it('waits until the program has fetched the text: "not-taken" when it never does', async () => {
    const offer = await desktop.clipboard.offer('nobody asks');
    const begin = Date.now();
    expect(await offer.taken(target, 300)).toBe('not-taken');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(295);
  });

  it('does not count a fetch by another program, nor one from before the paste key', async () => {
    const offer = await desktop.clipboard.offer('for the editor');
    const waiting = offer.taken(target, 400);
    expect((await pasted()).toString()).toBe('for the editor');
    expect(await waiting).toBe('not-taken');
    await desktop.activate(target.id, 1_000);
    await run('xdotool', ['key', 'ctrl+v']);
    await sleep(100);
    const own = await Peer.start({ window: { title: 'other', className: 'Other' } });
    await desktop.activate(`x11:0x${own.xid.toString(16)}`, 1_000);
    await desktop.sendPaste();
    expect(await offer.taken(target, 300)).toBe('not-taken');
    await own.end();
  });

  it.each([
    ['alt', ['alt']],
    ['alt+1, as for a shortcut', ['alt', '1']],
    ['shift', ['shift']],
    ['super', ['super']],
    ['ctrl', ['ctrl']],
    ['ctrl+alt+shift', ['ctrl', 'alt', 'shift']],
  ])('pastes while the user holds down %s', async (_, keys) => {
    await desktop.activate(target.id, 1_000);
    for (const key of keys) await run('xdotool', ['keydown', key]);
    try {
      expect(await insert('按着键也行')).toMatchObject({ taken: 'taken' });
    } finally {
      for (const key of keys) await run('xdotool', ['keyup', key]);
    }
    await editor.clear();
    expect(await insert('再来一次')).toMatchObject({ taken: 'taken' });
    expect(await editor.text()).toBe('再来一次');
  });

  it('pastes while the key of a global shortcut is still down, which takes all keys for itself', async () => {
    const code = 10; // The key 1.
    const grabber = started(await Peer.start({ grab: code }));
    await run('xdotool', ['keydown', 'alt']);
    await run('xdotool', ['keydown', '1']);
    try {
      await until('the shortcut', () => grabber.said.includes('grabbed'));
      expect(await insert('快捷键插入')).toMatchObject({ taken: 'taken' });
    } finally {
      await run('xdotool', ['keyup', '1']);
      await run('xdotool', ['keyup', 'alt']);
    }
    expect(await editor.text()).toBe('快捷键插入');
  });

  it('pastes with Caps Lock on, and leaves it on', async () => {
    await run('xdotool', ['key', 'Caps_Lock']);
    try {
      expect(await insert('大写锁定')).toMatchObject({ taken: 'taken' });
      await run('xdotool', ['key', 'a']);
    } finally {
      await run('xdotool', ['key', 'Caps_Lock']);
    }
    expect(await editor.text()).toBe('大写锁定A');
  });

  it('presses Return', async () => {
    await insert('一');
    await desktop.sendReturn();
    await insert('二');
    expect(await editor.text()).toBe('一\n二');
  });

  it.each([
    ['HTML', { 'text/html': text('<b>粗</b>'), UTF8_STRING: text('粗') }],
    ['files', { 'text/uri-list': text('file:///tmp/a%20b.txt\r\n'), 'x-special/gnome-copied-files': text('copy\nfile:///tmp/a%20b.txt') }],
    ['a private format', { 'application/x-own;v=1': { data: randomBytes(64).toString('base64') }, UTF8_STRING: text('and a text') }],
    ['32-bit data', { 'x-numbers': { data: Buffer.from([1, 0, 0, 0, 255, 255, 255, 255]).toString('base64'), type: 'CARDINAL', format: 32 as const } }],
  ])('puts %s back as it was', async (_, targets) => {
    const peer = await Peer.start({ own: { selection: 'CLIPBOARD', targets } });
    const { restored, formats } = await insert('回复');
    await peer.end();
    expect(restored).toBe(true);
    expect(formats).toEqual(expect.arrayContaining(Object.keys(targets)));
    for (const [name, { data }] of Object.entries(targets)) {
      if (name === 'x-numbers') continue; // xclip cannot print these.
      expect((await pasted(name)).toString('base64'), name).toBe(data);
    }
    const again = await desktop.clipboard.snapshot();
    expect(again.formats).toEqual(expect.arrayContaining(Object.keys(targets)));
  });

  it('puts an image of 8 MB back, byte for byte', async () => {
    const image = randomBytes(8 * 1024 * 1024);
    await copied(image, 'image/png');
    expect(await insert('回复')).toMatchObject({ restored: true, formats: ['image/png'] });
    expect((await pasted('image/png')).equals(image)).toBe(true);
    expect((await run('xclip', ['-selection', 'clipboard', '-t', 'TARGETS', '-o'])).toString()).not.toContain('UTF8_STRING');
  });

  it('saves one encoding of an image, and does not ask for the others', async () => {
    const image = { data: randomBytes(100).toString('base64') };
    const targets = { 'image/bmp': image, 'image/png': image, 'image/jpeg': image, 'image/tiff': image };
    const peer = started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect((await desktop.clipboard.snapshot()).formats).toEqual(['image/png']);
    expect(peer.said.filter((line) => line.startsWith('asked'))).toEqual(['asked image/png']);
  });

  it('saves what answers, when a part of it does not, within a second and a half', async () => {
    const targets = { UTF8_STRING: text('good'), 'text/html': text('bad', { silent: true }) };
    started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    const begin = Date.now();
    const { formats } = await desktop.clipboard.snapshot();
    expect(formats).toContain('UTF8_STRING');
    expect(formats).not.toContain('text/html');
    expect(Date.now() - begin).toBeLessThan(1_600);
  });

  it('leaves a clipboard empty that was empty before', async () => {
    (await copied('goes with its owner')).end();
    await until('an empty clipboard', () => pasted().then(() => false, () => true));
    expect(await insert('回复')).toMatchObject({ taken: 'taken', restored: true, formats: [] });
    await expect(pasted()).rejects.toThrow();
  });

  it('does not put anything back over a copy that was made meanwhile', async () => {
    await copied('before');
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('reply');
    expect(offer.isOurs()).toBe(true);
    await copied('something new');
    expect(offer.isOurs()).toBe(false);
    expect(await desktop.clipboard.restore(before, offer)).toBe(false);
    expect((await pasted()).toString()).toBe('something new');
  });

  it('marks the reply so that clipboard managers do not keep it', async () => {
    const offer = await desktop.clipboard.offer('only for the target');
    expect((await pasted('x-kde-passwordManagerHint')).toString()).toBe('secret');
    expect(await offer.taken(target, 50)).toBe('not-taken');
  });

  it('does not count a clipboard manager that reads the reply as the target', async () => {
    const home = mkdtempSync(join(tmpdir(), 'copyq-'));
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, COPYQ_SESSION_NAME: 'seat-test' };
    const manager = spawn('copyq', [], { env, stdio: 'ignore' });
    const copyq = (...args: string[]): Promise<string> =>
      run('env', [`HOME=${home}`, `XDG_CONFIG_HOME=${home}`, 'COPYQ_SESSION_NAME=seat-test', 'copyq', ...args]).then(String);
    try {
      const keeps = (what: string): Promise<boolean> => copyq('read', '0').then((said) => said === what, () => false);
      // It says that it is ready some time before it is: copied again and again until it keeps one.
      await until('CopyQ', async () => {
        const copy = await copied('kept by the manager');
        await sleep(300);
        copy.end();
        return keeps('kept by the manager');
      }, 20_000);
      // CopyQ knows the mark from its version 8 on; this one may be older and keep the reply, which shows that it read it.
      const offer = await desktop.clipboard.offer('only for the target');
      expect(await offer.taken(target, 700)).toBe('not-taken');
      expect(await insert('into the editor')).toMatchObject({ taken: 'taken', restored: true });
    } finally {
      const gone = new Promise((resolve) => manager.once('exit', resolve));
      if (manager.kill()) await gone;
      // Its helpers end, and write their last files, a little later.
      rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  });

  it('hands the clipboard over to a clipboard manager when it closes', async () => {
    const manager = started(await Peer.start({ manage: true }));
    const ours = await openX11();
    await ours.clipboard.writeText('outlives us');
    await ours.close();
    expect(manager.said).toContain('saved outlives us');
  });

  it('closes in half a second at most when the clipboard manager does not answer', async () => {
    started(await Peer.start({ own: { selection: 'CLIPBOARD_MANAGER', targets: { SAVE_TARGETS: text('', { silent: true }) } } }));
    const ours = await openX11();
    await ours.clipboard.writeText('lost');
    const begin = Date.now();
    await ours.close();
    expect(Date.now() - begin).toBeLessThan(700);
  });
});
