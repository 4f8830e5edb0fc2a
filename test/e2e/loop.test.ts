import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from './support/app';
import { copy, Editor, noDesktop, pasted, run, until } from './support/desktop';

const SHIPPING_REPLY =
  '您好，感谢您的购买！您的订单我们已经收到，3-5分钟内会为您安排发货，请您稍等片刻。感谢您的耐心等待，如有任何问题，请随时联系我哦！';

describe.skipIf(noDesktop)('the seat loop, in a real window beside a real editor', () => {
  let app: App;
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.open();
    app = await App.start();
    await app.begin();
    await editor.activate();
  });
  afterAll(async () => {
    await app?.close();
    await editor?.close();
    app?.forget();
  });

  it('asks once whether a new program is a chat program, and reads nothing of it before', async () => {
    copy('付款已完成');
    await app.panel.getByText('mousepad', { exact: false }).first().waitFor();
    expect((await app.state()).message).toBeNull();
    await app.panel.getByRole('button', { name: '看它的复制' }).click();
    await app.painted('付款已完成');
    expect((await app.state()).ask).toBeNull();
  });

  it('puts the reply into the editor with one click and gives the clipboard back', async () => {
    await editor.activate();
    copy('已下单，麻烦安排发货');
    await app.painted('已下单，麻烦安排发货');
    expect(await app.cards.count()).toBeGreaterThan(0);
    await expect.poll(() => app.panel.getByText('插入到').count()).toBeGreaterThan(0);
    await app.cards.first().getByRole('button', { name: '插入' }).click();
    await until('the former clipboard is back', () => pasted().toString('utf8') === '已下单，麻烦安排发货');
    expect(editor.isActive()).toBe(true);
    expect(await editor.text()).toBe(SHIPPING_REPLY);
  });

  it('learns an edited reply: the same message gets the edited wording first, also after a restart', async () => {
    await editor.clear();
    copy('请发货');
    await app.painted('请发货');
    await app.cards.first().getByRole('button', { name: '编辑' }).click();
    const box = app.cards.first().getByRole('textbox');
    await box.fill('亲，今天下午就给您发出。');
    await box.press('Control+Enter');
    await app.panel.getByText('学会了你的改法').waitFor();
    await until('the editor has the focus back', () => editor.isActive());
    expect(await editor.text()).toBe('亲，今天下午就给您发出。');

    await editor.activate();
    copy('已购买三件');
    await app.painted('已购买三件');
    copy('请发货');
    await app.painted('请发货');
    expect(await app.cards.first().textContent()).toContain('亲，今天下午就给您发出。');
    expect(await app.cards.first().textContent()).toContain('学自你的修改');

    await app.close();
    app = await App.start(app.folder);
    await editor.activate();
    copy('请发货');
    await app.painted('请发货');
    expect(await app.cards.first().textContent()).toContain('亲，今天下午就给您发出。');
  });

  it('keeps what it learned when it is killed right after the insertion', async () => {
    await editor.clear();
    copy('购买完成');
    await app.painted('购买完成');
    await app.cards.first().getByRole('button', { name: '编辑' }).click();
    const box = app.cards.first().getByRole('textbox');
    await box.fill('收到，马上处理您的订单。');
    await box.press('Control+Enter');
    await app.panel.getByText('学会了你的改法').waitFor();
    await app.kill();
    app = await App.start(app.folder);
    await editor.activate();
    copy('购买完成');
    await app.painted('购买完成');
    expect(await app.cards.first().textContent()).toContain('收到，马上处理您的订单。');
  });

  it('forgets it again when the agent takes it back', async () => {
    await editor.clear();
    copy('我已经下单了');
    await app.painted('我已经下单了');
    await app.cards.first().getByRole('button', { name: '编辑' }).click();
    const box = app.cards.first().getByRole('textbox');
    await box.fill('这句写错了');
    await box.press('Control+Enter');
    await app.panel.getByRole('button', { name: '撤销' }).click();
    await editor.activate();
    copy('请问可以发货了吗？');
    await app.painted('请问可以发货了吗？');
    copy('我已经下单了');
    await app.painted('我已经下单了');
    expect(await app.cards.first().textContent()).toContain(SHIPPING_REPLY.slice(0, 10));
    expect(await app.panel.getByText('这句写错了').count()).toBe(0);
  });

  it('does not take the focus away from the chat window when a card is clicked with the mouse', async () => {
    await editor.clear();
    copy('已下单');
    await app.painted('已下单');
    const button = app.cards.first().getByRole('button', { name: '忽略' });
    const box = (await button.boundingBox())!;
    const at = await app.electron.evaluate(({ BrowserWindow }) => {
      const panel = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes('/panel/'))!;
      return panel.getContentBounds();
    });
    const before = await app.cards.count();
    run('xdotool', ['mousemove', String(Math.round(at.x + box.x + box.width / 2)), String(Math.round(at.y + box.y + box.height / 2)), 'click', '1']);
    await until('the card is gone', async () => (await app.cards.count()) === before - 1);
    expect(editor.isActive()).toBe(true);
  });

  it('inserts by Alt+1 while the key is still held down', async () => {
    await editor.clear();
    copy('付款已完成');
    await app.painted('付款已完成');
    await editor.activate();
    run('xdotool', ['keydown', 'alt', 'key', '1']);
    try {
      await app.panel.getByText('已插入').first().waitFor();
    } finally {
      run('xdotool', ['keyup', 'alt']);
    }
    expect(await editor.text()).toBe(SHIPPING_REPLY);
  });
});
