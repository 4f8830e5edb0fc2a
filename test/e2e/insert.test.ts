import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from './support/app';
import { copy, Editor, noDesktop, pasted, run, until } from './support/desktop';

describe.skipIf(noDesktop)('an insertion and the clipboard around it', () => {
  let app: App;
  let editor: Editor;

  beforeAll(async () => {
    app = await App.start();
    await app.begin();
    editor = await Editor.open();
    copy('付款已完成');
    await app.panel.getByRole('button', { name: '看它的复制' }).click();
    await app.painted('付款已完成');
    await editor.close();
  });
  afterAll(async () => {
    await app?.close();
    app?.forget();
  });

  beforeEach(async () => {
    editor = await Editor.open();
  });
  afterEach(() => Editor.closeAll());

  const clickInsert = () => app.cards.first().getByRole('button', { name: '插入' }).click();

  /** Until it is inserted nobody else reads the clipboard: its owner may end in the middle of an answer when we take over. */
  async function insertFirst(): Promise<void> {
    await clickInsert();
    await app.panel.getByText('已插入').first().waitFor();
  }

  /** A message on the panel, and on the clipboard something that is no text: it would be the next message. */
  async function messageThen(data: Buffer | string, type = 'text/html', message = '已购买三件'): Promise<void> {
    const box = app.panel.getByRole('textbox', { name: '粘贴客户消息' });
    await box.fill(message);
    await box.press('Enter');
    await app.painted(message);
    await box.press('Escape');
    await editor.activate();
    copy(data, type);
  }

  it('gives an image back as it was', async () => {
    const file = join(tmpdir(), `seat-image-${process.pid}.png`);
    // Noise does not compress: the image is larger than one X11 request.
    run('convert', ['-size', '700x700', 'plasma:', file]);
    const image = readFileSync(file);
    expect(image.length).toBeGreaterThan(300_000);
    await messageThen(image, 'image/png');
    await insertFirst();
    await until('the image is back', () => pasted('image/png').equals(image));
    expect(await editor.text()).toContain('感谢您的购买');
  });

  it('gives files and HTML back as they were', async () => {
    await messageThen('file:///tmp/a.txt\r\n', 'text/uri-list');
    await insertFirst();
    await until('the files are back', () => pasted('text/uri-list').toString() === 'file:///tmp/a.txt\r\n');
    await messageThen('<b>粗</b>');
    await insertFirst();
    await until('the HTML is back', () => pasted('text/html').toString() === '<b>粗</b>');
  });

  it('inserts several lines as they are, without pressing Return', async () => {
    await messageThen('<i>别的</i>', 'text/html', '请发货');
    await app.cards.first().getByRole('button', { name: '编辑' }).click();
    const box = app.cards.first().getByRole('textbox');
    await box.fill('第一行\n第二行\n\n第四行');
    await box.press('Control+Enter');
    await app.panel.getByText('学会了你的改法').waitFor();
    expect(await editor.text()).toBe('第一行\n第二行\n\n第四行');
  });

  it('pastes nothing anywhere when the chat window was closed, and leaves the reply on the clipboard', async () => {
    const bystander = await Editor.open();
    await editor.activate();
    await messageThen('<i>原来的内容</i>');
    await editor.close();
    await clickInsert();
    await app.panel.getByText('没有插入').first().waitFor();
    expect(pasted().toString()).toContain('感谢您的购买');
    await app.panel.getByRole('button', { name: '还原剪贴板' }).click();
    await until('the former clipboard is back', () => pasted('text/html').toString() === '<i>原来的内容</i>');
    copy('空');
    await bystander.activate();
    run('xdotool', ['key', 'ctrl+a', 'ctrl+c']);
    expect(pasted().toString()).toBe('空');
  });

  it('inserts into the window that the agent picked from the list', async () => {
    const other = await Editor.open();
    await messageThen('<i>别的</i>');
    await other.activate();
    await app.panel.getByRole('button', { name: '换一个窗口' }).click();
    const windows = await app.panel.evaluate(() => window.seat.call('target:list'));
    expect(windows.filter((w) => w.program === 'mousepad')).toHaveLength(2);
    const id = windows.find((w) => Number(w.id.replace(/^x11:|#\d+$/g, '')) === Number(editor.window))!.id;
    await app.panel.evaluate((id) => window.seat.call('target:pick', { id }), id);
    await insertFirst();
    await until('the reply is in the picked window', async () => (await editor.text()).includes('感谢您的购买'));
  });

  it('presses Return only when insert-and-send is switched on and its own button is used', async () => {
    await messageThen('<i>别的</i>');
    expect(await app.cards.first().getByRole('button', { name: '插入并发送' }).count()).toBe(0);
    await app.panel.evaluate(async () => {
      const [first] = (await window.seat.call('panel:state')).suggestions;
      await window.seat.call('suggestion:insert', { id: first!.id, send: true });
    });
    expect(await editor.text()).not.toMatch(/\n/);
    await editor.clear();

    await app.panel.evaluate(() => window.seat.call('settings:set', { key: 'insertAndSend', value: true }));
    await messageThen('<i>别的</i>');
    await app.cards.first().getByRole('button', { name: '插入并发送' }).click();
    await until('the reply and a Return', async () => (await editor.text()).endsWith('\n'));
    await app.panel.evaluate(() => window.seat.call('settings:set', { key: 'insertAndSend', value: false }));
  });
});
