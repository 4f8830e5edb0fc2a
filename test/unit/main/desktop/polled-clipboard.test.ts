import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClipboardChange } from '../../../../main/desktop/desktop';
import { ClipboardFormats, type ElectronParts } from '../../../../main/desktop/electron';
import { PolledClipboard } from '../../../../main/desktop/polled-clipboard';
import { currentShape, oldShape, type Formats } from './fake-clipboards';

const MARK = { linux: 'x-kde-passwordManagerHint', win32: 'ExcludeClipboardContentFromMonitorProcessing', darwin: 'org.nspasteboard.ConcealedType' };
const CHAT = { id: 'native:1:7', title: '李四', program: 'WeChat', pid: 7 };

describe.each([
  ['Electron 45', 'win32', currentShape],
  ['Electron 45', 'darwin', currentShape],
  ['Electron 45', 'linux', currentShape],
  ['Electron 25', 'win32', oldShape],
  ['Electron 25', 'darwin', oldShape],
  ['Electron 25', 'linux', oldShape],
] as const)('the clipboard that is looked at, over that of %s on %s', (version, platform, shape) => {
  let formats: Formats;
  let electron: ElectronParts;
  let clipboard: PolledClipboard;
  let changes: ClipboardChange[];
  let end: () => void;
  const copy = (text: string, more: Record<string, string> = {}): void => {
    formats.clear();
    for (const [name, value] of Object.entries({ ...(text ? { 'text/plain': text } : {}), ...more })) formats.set(name, value);
  };
  const secret = (text: string): void => copy(text, { [MARK[platform]]: 'secret' });
  const look = (): Promise<unknown> => vi.advanceTimersByTimeAsync(600);
  const listen = (): (() => void) => clipboard.onChange((change) => changes.push(change));

  beforeEach(async () => {
    vi.useFakeTimers();
    formats = new Map([['text/plain', 'there before']]);
    electron = shape(formats);
    clipboard = new PolledClipboard(new ClipboardFormats(electron), platform, () => CHAT);
    changes = [];
    end = listen();
    await look();
  });
  afterEach(() => {
    clipboard.stop();
    vi.useRealTimers();
  });

  it('reports a copy once, with the program in use, but not what was there before', async () => {
    expect(changes).toEqual([]);
    copy('你好');
    await look();
    await look();
    expect(changes.length).toBe(1);
    expect(changes[0]!.owner).toEqual({ pid: 7, program: 'WeChat' });
    expect(await changes[0]!.readText(100)).toEqual({ kind: 'text', text: '你好' });
  });

  it('is not looked at while nobody listens, and what is copied then is no change', async () => {
    end();
    const readText = vi.spyOn(electron.clipboard, 'readText');
    copy('meanwhile');
    await look();
    expect(readText).not.toHaveBeenCalled();
    listen();
    await look();
    expect(changes).toEqual([]);
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
    expect(await clipboard.readSelectionOrClipboard(3)).toEqual({ kind: 'too-long', characters: 4, bytes: 12 });
  });

  it('does not read what a password manager marks, not even to compare it', async () => {
    const readText = vi.spyOn(electron.clipboard, 'readText');
    secret('hunter2');
    await look();
    await look();
    expect(changes.length).toBe(1);
    expect(await changes[0]!.readText(100)).toEqual({ kind: 'secret' });
    expect(await clipboard.readSelectionOrClipboard(100)).toEqual({ kind: 'secret' });
    expect(readText).not.toHaveBeenCalled();
  });

  it('tells a secret that is copied over our own marked text', async () => {
    const offer = await clipboard.offer('reply');
    await look();
    secret('hunter2');
    await look();
    expect(offer.isOurs()).toBe(false);
    expect(await changes[0]!.readText(100)).toEqual({ kind: 'secret' });
  });

  it('knows its own marked text also when somebody listens only later', async () => {
    end();
    const before = await clipboard.snapshot();
    const offer = await clipboard.offer('reply');
    listen();
    await look();
    expect(offer.isOurs()).toBe(true);
    expect(await clipboard.restore(before, offer)).toBe(true);
    expect(changes).toEqual([]);
  });

  it('does not report what we wrote ourselves', async () => {
    await clipboard.writeText('ours');
    await look();
    const before = await clipboard.snapshot();
    const offer = await clipboard.offer('ours, too');
    await look();
    expect(offer.isOurs()).toBe(true);
    await clipboard.restore(before, offer);
    await look();
    expect(changes).toEqual([]);
  });

  it('takes a text for no new copy when another program had the clipboard open for a moment', async () => {
    const offer = await clipboard.offer('ours');
    const readText = vi.spyOn(electron.clipboard, 'readText').mockReturnValueOnce('').mockImplementationOnce(() => {
      throw new Error('in use');
    });
    for (let i = 0; i < 3; i++) await look();
    expect(readText.mock.calls.length).toBeGreaterThan(2);
    expect(offer.isOurs()).toBe(true);
    expect(changes).toEqual([]);
  });

  it('marks a reply so that clipboard managers leave it alone, where Electron can do that', async () => {
    await clipboard.offer('reply');
    expect(formats.get('text/plain')).toBe('reply');
    expect(formats.has(MARK[platform])).toBe(version === 'Electron 45');
  });

  it('puts text, HTML, RTF and image back', async () => {
    const all = { 'text/html': '<b>粗</b>', 'text/rtf': '{\\rtf1 x}', 'image/png': 'PNG' };
    copy('粗', all);
    const before = await clipboard.snapshot();
    const offer = await clipboard.offer('reply');
    expect(await clipboard.restore(before, offer)).toBe(true);
    expect(Object.fromEntries(formats)).toEqual({ 'text/plain': '粗', ...all });
  });

  it('puts files back where Electron lists them', async () => {
    copy('', { FileNameW: 'C:\\a.txt' });
    const before = await clipboard.snapshot();
    const offer = await clipboard.offer('reply');
    expect(await clipboard.restore(before, offer)).toBe(true);
    expect(formats.get('FileNameW')).toBe(version === 'Electron 45' ? 'C:\\a.txt' : undefined);
  });

  it('leaves a clipboard empty that was empty before', async () => {
    formats.clear();
    const before = await clipboard.snapshot();
    const offer = await clipboard.offer('reply');
    expect(await clipboard.restore(before, offer)).toBe(true);
    expect(formats.size).toBe(0);
  });

  it.each([
    ['text', () => copy('something new')],
    ['image', () => copy('', { 'image/png': 'PNG' })],
    ['secret', () => secret('hunter2')],
  ])('does not put anything back over a copy that was made meanwhile: %s', async (_, makeCopy) => {
    const before = await clipboard.snapshot();
    const offer = await clipboard.offer('reply');
    makeCopy();
    const there = new Map(formats);
    expect(await clipboard.restore(before, offer)).toBe(false);
    await look();
    expect(offer.isOurs()).toBe(false);
    expect(formats).toEqual(there);
  });

  it.each([
    [5, 1_500, 250],
    [20_000, 1_500, 450],
    [20_000, 300, 300],
    [1_000_000, 9_000, 3_000],
  ])('gives the paste of %i characters within %i ms the time that it usually needs: %i ms', async (length, most, usual) => {
    const offer = await clipboard.offer('x'.repeat(length));
    const begin = Date.now();
    const taken = offer.taken(CHAT, most).then((answer) => [answer, Date.now() - begin]);
    await vi.advanceTimersByTimeAsync(most);
    expect(await taken).toEqual(['unknown', usual]);
  });
});
