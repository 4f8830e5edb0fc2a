import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from './support/app';
import { Editor, noDesktop, run, until } from './support/desktop';

describe.skipIf(noDesktop)('a window of ours', () => {
  let app: App;
  beforeAll(async () => {
    app = await App.start();
  });
  afterAll(async () => {
    await app?.close();
    app?.forget();
  });

  it('has neither Node nor Electron, only the channels', async () => {
    const reach = await app.panel.evaluate(() => ({
      node: typeof (globalThis as { require?: unknown }).require + typeof (globalThis as { process?: unknown }).process,
      seat: Object.keys(window.seat).sort(),
    }));
    expect(reach).toEqual({ node: 'undefinedundefined', seat: ['call', 'on'] });
  });

  it('goes nowhere else and opens no window', async () => {
    const url = app.panel.url();
    const opened = await app.panel.evaluate(() => {
      location.href = 'https://example.com/';
      return window.open('https://example.com/') === null;
    });
    expect(opened).toBe(true);
    await app.panel.waitForTimeout(200);
    expect(app.panel.url()).toBe(url);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('runs no inline script and loads nothing from elsewhere', async () => {
    const ran = await app.panel.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      const fetched = await fetch('https://example.com/').then(() => true, () => false);
      const image = await new Promise((resolve) => {
        const img = new Image();
        img.onload = () => resolve(true);
        img.onerror = () => resolve(false);
        img.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
      });
      return { inline: 'inlineRan' in window, fetched, image };
    });
    expect(ran).toEqual({ inline: false, fetched: false, image: false });
  });

  it('is given no permission', async () => {
    const states = await app.panel.evaluate(async () => {
      const read = await navigator.clipboard.readText().then(() => 'granted', () => 'denied');
      const notify = await Notification.requestPermission();
      return { read, notify };
    });
    expect(states).toEqual({ read: 'denied', notify: 'denied' });
  });

  it('cannot reach a file outside of our pages', async () => {
    const statuses = await app.electron.evaluate(async ({ net }) =>
      Promise.all(['seat://app/../../package.json', 'seat://app/%2e%2e/%2e%2e/package.json', 'seat://other/panel/index.html'].map((url) => net.fetch(url).then((r) => r.status, () => 0))),
    );
    expect(statuses.every((status) => status === 404 || status === 0)).toBe(true);
  });

  it.each([
    ['an unknown channel', 'nothing:here', undefined],
    ['a channel of the prototype', 'constructor', undefined],
    ['another shape', 'message:enter', { text: 5 }],
    ['too long a text', 'message:enter', { text: 'x'.repeat(30_000) }],
    ['a field too many', 'suggestion:dismiss', { id: 'a', more: 1 }],
    ['a setting that is not the agent’s', 'settings:set', { key: 7, value: 1 }],
  ])('is refused %s, and the app goes on', async (_what, channel, payload) => {
    const refused = await app.panel.evaluate(([c, p]) => (window.seat.call as (channel: string, payload: unknown) => Promise<unknown>)(c, p).then(() => '', (error: Error) => error.message), [channel, payload] as const);
    expect(refused).toContain('refused');
    expect((await app.state()).watching.state).toBe('off');
  });

  it('is the only instance: a second start shows the first and ends', async () => {
    await app.panel.evaluate(() => window.seat.call('panel:hide'));
    const second = run(process.env['SEAT_ELECTRON']!, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', join(import.meta.dirname, '..', '..')], undefined, { SEAT_ASSISTANT_DATA: app.folder });
    expect(second).toBe('');
    await until('the panel is shown again', () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible()));
  });
});

describe.skipIf(noDesktop)("the agent's own rule files", () => {
  it('that are wrong are named with place and reason, and the app runs with the rest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seat-'));
    mkdirSync(join(folder, 'rules'));
    const rule = (id: string, triggers: object[]) => ({ id, name: id, triggers, replies: [{ text: `答${id}` }] });
    const pack = (rules: object[]) => JSON.stringify({ format: 1, id: 'mine', version: '1', name: 'Mine', language: 'zh-CN', rules });
    writeFileSync(join(folder, 'rules', 'broken.json'), '{ "format": 1, oops');
    writeFileSync(join(folder, 'rules', 'mine.json'), pack([rule('好', [{ kind: 'exact', texts: ['暗号一'] }]), rule('坏', [{ kind: 'regex', pattern: '(' }])]));
    const app = await App.start(folder);
    try {
      const texts: string[] = [];
      for (let i = 0; i < 2; i++) {
        const alert = app.panel.getByRole('alert').first();
        await alert.waitFor();
        texts.push((await alert.textContent()) ?? '');
        await app.panel.getByRole('button', { name: '知道了' }).click();
      }
      expect(texts.join('\n')).toContain('broken.json');
      expect(texts.join('\n')).toMatch(/missing closing/);
      await app.begin();
      await app.enter('暗号一');
      expect(await app.cards.first().textContent()).toContain('答好');
    } finally {
      await app.close();
      app.forget();
    }
  });
});

describe.skipIf(noDesktop)('keys and blanks', () => {
  let app: App;
  let editor: Editor;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seat-'));
    mkdirSync(join(folder, 'rules'));
    const rules = [{ id: 'a', name: 'a', triggers: [{ kind: 'exact', texts: ['暗号二'] }], replies: [{ text: '给您补发{{blank:数量}}包，订单{{order}}。' }] }];
    writeFileSync(join(folder, 'rules', 'mine.json'), JSON.stringify({ format: 1, id: 'mine', version: '1', name: 'Mine', language: 'zh-CN', rules }));
    app = await App.start(folder);
    await app.begin();
    editor = await Editor.open();
  });
  afterAll(async () => {
    await app?.close();
    await Editor.closeAll();
    app?.forget();
  });

  it('a reply with blanks opens the editor, and goes only when they are filled', async () => {
    await app.enter('暗号二');
    await editor.activate();
    await app.cards.first().getByRole('button', { name: '先填 2 处' }).click();
    const box = app.cards.first().getByRole('textbox');
    await until('the editor has the keyboard', () => box.evaluate((element) => element === document.activeElement));
    await app.panel.keyboard.type('3');
    await app.panel.keyboard.press('Tab');
    await app.panel.keyboard.type('A1');
    expect(await box.inputValue()).toBe('给您补发3包，订单A1。');
    await box.press('Control+Enter');
    await app.panel.getByText('已插入').first().waitFor();
    expect(await editor.text()).toBe('给您补发3包，订单A1。');
    // Filling blanks is no edit: nothing of this customer is learned.
    await app.enter('暗号二');
    expect((await app.state()).suggestions.map((s) => s.source)).not.toContain('learned');
  });

  it('the take key reads the selected text of any program, without asking about it', async () => {
    await editor.clear();
    run('xdotool', ['type', '--', 'where is my parcel']);
    run('xdotool', ['key', 'ctrl+a']);
    run('xdotool', ['key', 'ctrl+alt+c']);
    await until('the selected text is the message', async () => (await app.state()).message?.text === 'where is my parcel');
    expect((await app.state()).ask).toBeNull();
    expect((await app.state()).message?.source).toBe('selection');
  });

  it('Alt+Shift+1 opens the editor with the keyboard in it, and Esc gives the chat window the focus back', async () => {
    await app.enter('请发货');
    await editor.activate();
    run('xdotool', ['key', 'alt+shift+1']);
    await app.cards.first().getByRole('textbox').waitFor();
    await until('the panel has the focus', () => !editor.isActive());
    run('xdotool', ['type', '--', 'ok']);
    await until('the text is in the editor', async () => (await app.cards.first().getByRole('textbox').inputValue()).endsWith('ok'));
    run('xdotool', ['key', 'Escape']);
    await until('the chat window has the focus back', () => editor.isActive());
  });

  it('the pause key pauses and goes on', async () => {
    run('xdotool', ['key', 'ctrl+alt+p']);
    await app.panel.getByText('已暂停，什么都不看').waitFor();
    run('xdotool', ['key', 'ctrl+alt+p']);
    await until('watching again', async () => (await app.state()).watching.state === 'on');
  });

  it('the number keys belong to the chat program again once the reply was inserted', async () => {
    await app.enter('请发货');
    expect((await app.state()).suggestions[0]?.key).toBe('Alt+1');
    await editor.activate();
    run('xdotool', ['key', 'alt+1']);
    await until('inserted', async () => (await app.state()).suggestions[0]?.key === '');
  });
});
