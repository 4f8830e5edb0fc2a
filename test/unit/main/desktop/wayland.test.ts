import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClipboardChange, Desktop } from '../../../../main/desktop/desktop';
import { openWaylandDesktop } from '../../../../main/desktop/wayland';
import { currentShape, oldShape, type Formats } from './fake-clipboards';

describe.each([
  ['Electron 45', currentShape],
  ['Electron 25', oldShape],
])('the desktop under Wayland, over the clipboard of %s', (_, shape) => {
  let formats: Formats;
  let desktop: Desktop;
  let changes: ClipboardChange[];
  const copy = (text: string, more: Record<string, string> = {}): void => {
    formats.clear();
    for (const [name, value] of Object.entries({ 'text/plain': text, ...more })) formats.set(name, value);
  };
  const look = (): Promise<unknown> => vi.advanceTimersByTimeAsync(600);

  beforeEach(async () => {
    vi.useFakeTimers();
    formats = new Map([['text/plain', 'there before']]);
    desktop = openWaylandDesktop(shape(formats));
    changes = [];
    desktop.clipboard.onChange((change) => changes.push(change));
    await look();
  });
  afterEach(async () => {
    await desktop.close();
    vi.useRealTimers();
  });

  it('reports a copy once, but not what was there before', async () => {
    expect(changes).toEqual([]);
    copy('你好');
    await look();
    await look();
    expect(changes.length).toBe(1);
    expect(await changes[0]!.readText(100)).toEqual({ kind: 'text', text: '你好' });
  });

  it('never gives the text of a later copy for an earlier one', async () => {
    copy('one');
    await look();
    copy('two');
    expect(await changes[0]!.readText(100)).toEqual({ kind: 'no-text' });
  });

  it('refuses a text above the limit', async () => {
    copy('四个汉字');
    await look();
    expect(await changes[0]!.readText(3)).toEqual({ kind: 'too-long', characters: 4, bytes: 12 });
  });

  it('does not read what a password manager marks', async () => {
    copy('hunter2', { 'x-kde-passwordManagerHint': 'secret' });
    await look();
    expect(await changes[0]!.readText(100)).toEqual({ kind: 'secret' });
  });

  it('does not report what we wrote ourselves', async () => {
    await desktop.clipboard.writeText('ours');
    await look();
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('ours, too');
    await look();
    await desktop.clipboard.restore(before, offer);
    await look();
    expect(changes).toEqual([]);
  });

  it('puts text, HTML and image back', async () => {
    copy('粗', { 'text/html': '<b>粗</b>', 'image/png': 'PNG' });
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('reply');
    expect(formats.get('text/plain')).toBe('reply');
    expect(await desktop.clipboard.restore(before, offer)).toBe(true);
    expect([...formats].sort()).toEqual([['image/png', 'PNG'], ['text/html', '<b>粗</b>'], ['text/plain', '粗']]);
  });

  it('leaves a clipboard empty that was empty before', async () => {
    formats.clear();
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('reply');
    expect(await desktop.clipboard.restore(before, offer)).toBe(true);
    expect(formats.size).toBe(0);
  });

  it('does not put anything back over a copy that was made meanwhile', async () => {
    const before = await desktop.clipboard.snapshot();
    const offer = await desktop.clipboard.offer('reply');
    expect(offer.isOurs()).toBe(true);
    copy('something new');
    expect(await desktop.clipboard.restore(before, offer)).toBe(false);
    await look();
    expect(offer.isOurs()).toBe(false);
    expect(formats.get('text/plain')).toBe('something new');
  });

  it('says that keys cannot be sent, and knows no windows', async () => {
    expect(desktop.cannotSendKeys()).toBe('wayland');
    expect(await desktop.activeWindow()).toBeNull();
    expect(await desktop.listWindows()).toEqual([]);
    expect(await desktop.activate('x11:0x1', 10)).toBe(false);
    await expect(desktop.sendPaste()).rejects.toThrow('Wayland');
  });
});

describe('a reply on the clipboard under Wayland', () => {
  it('is marked so that clipboard managers do not keep it, where Electron can do that', async () => {
    const formats: Formats = new Map();
    const desktop = openWaylandDesktop(currentShape(formats));
    await desktop.clipboard.offer('reply');
    expect(formats.get('x-kde-passwordManagerHint')).toBe('secret');
    expect(formats.get('text/plain')).toBe('reply');
  });
});
