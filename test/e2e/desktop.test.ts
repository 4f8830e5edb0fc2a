/** What others copy, as the X11 desktop reports and reads it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClipboardChange, ClipboardText, Desktop } from '../../main/desktop/desktop';
import { openX11 } from './support/xbuild';
import { Peer, text } from './support/xpeer';
import { Copy, noX11, run, until } from './support/xprograms';

const LIMIT = 20_000;
/** 1 x 1 pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

interface Seen {
  change: ClipboardChange;
  read: ClipboardText | null;
}

describe.skipIf(noX11)(`what others copy, under X11${noX11 ? ` (${noX11})` : ''}`, () => {
  let desktop: Desktop;
  let seen: Seen[];
  let others: { end(): void | Promise<void> }[];
  const started = <T extends { end(): void | Promise<void> }>(other: T): T => (others.push(other), other);

  beforeEach(async () => {
    desktop = await openX11();
    seen = [];
    others = [];
    desktop.clipboard.onChange((change) => {
      const entry: Seen = { change, read: null };
      seen.push(entry);
      void change.readText(LIMIT).then((read) => (entry.read = read));
    });
  });
  afterEach(async () => {
    for (const other of others) await other.end();
    await desktop.close();
  });

  const nthRead = (n: number): Promise<ClipboardText> => until(`copy ${n + 1} to be read`, () => seen[n]?.read ?? null);

  it('reads a copy that another program made, and tells which program', async () => {
    const copy = started(Copy.start('你好，什么时候发货？\n急 😀'));
    expect(await nthRead(0)).toEqual({ kind: 'text', text: '你好，什么时候发货？\n急 😀' });
    expect(seen[0]!.change).toMatchObject({ selection: 'clipboard', owner: { pid: copy.pid, program: 'xclip' } });
    expect(Date.now() - seen[0]!.change.at).toBeLessThan(1_000);
  });

  // At 15 ms the first owner may be gone before anybody could ask it, when the computer is busy.
  it.each([50, 15])('reads both of two copies that are %i ms apart, each with its own text', { retry: 3 }, async (apart) => {
    seen.length = 0;
    started(Copy.start('第一句'));
    await sleep(apart);
    started(Copy.start('第二句'));
    await nthRead(1);
    expect([await nthRead(0), await nthRead(1)]).toEqual([
      { kind: 'text', text: '第一句' },
      { kind: 'text', text: '第二句' },
    ]);
  });

  it('never takes a later copy for an earlier one', async () => {
    started(Copy.start('earlier'));
    await nthRead(0);
    started(Copy.start('later'));
    await nthRead(1);
    expect(await seen[0]!.change.readText(LIMIT)).toEqual({ kind: 'no-text' });
    expect(await seen[1]!.change.readText(LIMIT)).toEqual({ kind: 'text', text: 'later' });
  });

  it('refuses a 5 MB copy after a glance, and leaves it on the clipboard', async () => {
    started(Copy.start('长'.repeat(5_000_000 / 3)));
    const read = await nthRead(0);
    expect(read).toMatchObject({ kind: 'too-long' });
    await sleep(1_000); // xclip overhears others while it serves one.
    expect((await run('xclip', ['-selection', 'clipboard', '-o'])).length).toBeGreaterThan(4_900_000);
  });

  it('answers while an owner still sends in pieces, and lets it finish, so that others can paste', async () => {
    const targets = { UTF8_STRING: text('x'.repeat(1_000), { repeat: 20_000, pieces: 200_000 }) };
    const owner = started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect(await nthRead(0)).toMatchObject({ kind: 'too-long' });
    expect(owner.said.length).toBeLessThan(50);
    await until('the last piece', () => owner.said.includes('piece 0'));
  });

  it('puts together a text that comes in pieces', async () => {
    const whole = '分段的文字。'.repeat(2_000);
    const targets = { UTF8_STRING: text(whole, { pieces: 1_000 }) };
    started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect(await nthRead(0)).toEqual({ kind: 'text', text: whole });
  });

  it('counts the limit in characters: 20,000 are read, 20,001 are not', async () => {
    started(Copy.start('字'.repeat(LIMIT)));
    expect(await nthRead(0)).toEqual({ kind: 'text', text: '字'.repeat(LIMIT) });
    started(Copy.start('a'.repeat(LIMIT + 1)));
    expect(await nthRead(1)).toEqual({ kind: 'too-long', characters: LIMIT + 1, bytes: LIMIT + 1 });
  });

  it('does not read what a password manager marks, not even to look', async () => {
    const targets = { UTF8_STRING: text('hunter2'), 'x-kde-passwordManagerHint': text('secret') };
    const owner = started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect(await nthRead(0)).toEqual({ kind: 'secret' });
    expect(owner.said).toContain('asked x-kde-passwordManagerHint');
    expect(owner.said).not.toContain('asked UTF8_STRING');
  });

  it('reads a copy whose mark says that it is public', async () => {
    const targets = { UTF8_STRING: text('open'), 'x-kde-passwordManagerHint': text('public') };
    started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect(await nthRead(0)).toEqual({ kind: 'text', text: 'open' });
  });

  it.each([
    ['text/plain;charset=utf-8', '只有这一种'],
    ['STRING', 'nur Latin-1: äöü'],
  ])('reads a text that is there as %s only', async (target, value) => {
    const encoding = target === 'STRING' ? 'latin1' : 'utf8';
    const targets = { [target]: { data: Buffer.from(value, encoding).toString('base64') } };
    started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    expect(await nthRead(0)).toEqual({ kind: 'text', text: value });
  });

  it('finds no text in an image', async () => {
    started(Copy.start(PNG, 'image/png'));
    expect(await nthRead(0)).toEqual({ kind: 'no-text' });
  });

  it('waits a second for an owner that does not answer, no longer', async () => {
    const targets = { UTF8_STRING: text('never', { silent: true }) };
    started(await Peer.start({ own: { selection: 'CLIPBOARD', targets } }));
    const begin = Date.now();
    expect(await nthRead(0)).toEqual({ kind: 'no-text' });
    expect(Date.now() - begin).toBeLessThan(1_500);
  });

  it('survives an owner that is killed while it is asked', async () => {
    const targets = { UTF8_STRING: text('never', { silent: true }) };
    const owner = await Peer.start({ own: { selection: 'CLIPBOARD', targets } });
    await owner.end();
    expect(await nthRead(0)).toEqual({ kind: 'no-text' });
    started(Copy.start('still alive'));
    expect(await nthRead(1)).toEqual({ kind: 'text', text: 'still alive' });
  });

  it('does not report what we put on the clipboard ourselves', async () => {
    await desktop.clipboard.writeText('ours');
    const offer = await desktop.clipboard.offer('ours, too');
    await desktop.clipboard.restore(await desktop.clipboard.snapshot(), offer);
    await sleep(100);
    expect(seen).toEqual([]);
  });

  it('reports marked text only when it is switched on, once it rests', async () => {
    started(Copy.start('too early', undefined, 'primary'));
    await sleep(400);
    expect(seen).toEqual([]);
    desktop.clipboard.watchPrimary(true);
    for (const part of ['这', '这件', '这件衣服']) {
      started(Copy.start(part, undefined, 'primary'));
      await sleep(60);
    }
    expect(await nthRead(0)).toEqual({ kind: 'text', text: '这件衣服' });
    expect(seen.map((one) => one.change.selection)).toEqual(['primary']);
    desktop.clipboard.watchPrimary(false);
    started(Copy.start('too late', undefined, 'primary'));
    await sleep(400);
    expect(seen.length).toBe(1);
  });

  it('takes the marked text before the clipboard, unless something was copied since', async () => {
    started(Copy.start('copied'));
    await nthRead(0);
    const window = { title: 'chat', className: 'Chat' };
    const marked = started(await Peer.start({ window, own: { selection: 'PRIMARY', targets: { UTF8_STRING: text('marked') } } }));
    await desktop.activate(`x11:0x${marked.xid.toString(16)}`, 1_000);
    expect(await desktop.clipboard.readSelectionOrClipboard(LIMIT)).toEqual({ kind: 'text', text: 'marked' });
    await marked.end();
    expect(await desktop.clipboard.readSelectionOrClipboard(LIMIT)).toEqual({ kind: 'text', text: 'copied' });
    const old = { UTF8_STRING: text('marked long ago'), TIMESTAMP: { data: 'AQAAAA==', type: 'INTEGER', format: 32 as const } };
    started(await Peer.start({ window, own: { selection: 'PRIMARY', targets: old } }));
    expect(await desktop.clipboard.readSelectionOrClipboard(LIMIT)).toEqual({ kind: 'text', text: 'copied' });
  });

  it('calls the program the same by its clipboard and by its window, and never just "node"', async () => {
    const window = { title: '客服', className: 'Seller-Chat' };
    const own = { selection: 'CLIPBOARD', targets: { UTF8_STRING: text('hi') } };
    const chat = started(await Peer.start({ window }));
    expect((await desktop.listWindows()).find((one) => one.pid === chat.pid)?.program).toBe('seller-chat');
    const both = started(await Peer.start({ window, own }));
    await nthRead(0);
    expect(seen[0]!.change.owner).toEqual({ pid: both.pid, program: 'seller-chat' });
  });
});
