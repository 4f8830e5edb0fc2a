import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { App } from './support/app';
import { copy, Editor, noDesktop, run, until } from './support/desktop';

const ORIGINAL = '3-5分钟内会为您安排发货';

/** Several customers ask for the same in their own words. */
const PASTED = ['竹签送不送', '请问有送竹签吗', '竹签要另外买吗', '烧烤竹签是送的吗', '买肉串送竹签不']
  .map((asked, index) => `顾客${'甲乙丙丁戊'[index]!} 2026-11-0${index + 1} 10:20:30\n${asked}\n客服小鹿 2026-11-0${index + 1} 10:21:00\n亲，竹签是赠品，满三份随单送一把。\n`)
  .join('\n');

describe.skipIf(noDesktop)('the window of what was learned', () => {
  let app: App;
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.open();
    app = await App.start();
    await app.begin();
    await editor.activate();
    copy('付款已完成');
    await app.panel.getByRole('button', { name: '看它的复制' }).click();
    await app.painted('付款已完成');
  });
  afterAll(async () => {
    await app?.close();
    await editor?.close();
    app?.forget();
  });

  /** Another message first: a copy of the same words in a row is taken for an echo. */
  async function show(message: string): Promise<void> {
    await editor.activate();
    copy('已购买三件');
    await app.painted('已购买三件');
    copy(message);
    await app.painted(message);
  }

  /** Inserts the first suggestion for a message as `reply`. */
  async function teach(message: string, reply: string): Promise<void> {
    await show(message);
    await app.cards.first().getByRole('button', { name: '编辑' }).click();
    const box = app.cards.first().getByRole('textbox');
    await box.fill(reply);
    await box.press('Control+Enter');
    await until('it is inserted', async () => (await app.state()).recent[0]?.reply === reply);
  }

  async function firstReply(message: string): Promise<string> {
    await show(message);
    return (await app.cards.first().textContent()) ?? '';
  }

  /** Whether the reply is among what is suggested for a message. */
  async function offers(message: string, reply: string): Promise<boolean> {
    await show(message);
    return (await app.state()).suggestions.some((suggestion) => suggestion.reply.includes(reply));
  }

  /** Opens the window from the panel's menu, with the keyboard alone. */
  async function open(): Promise<Page> {
    await app.panel.getByRole('button', { name: '更多' }).focus();
    await app.panel.keyboard.press('Enter');
    await app.panel.keyboard.press('ArrowDown');
    await app.panel.keyboard.press('Enter');
    const page = await app.window('learned');
    await page.getByRole('listbox', { name: '学到的，新的在前' }).waitFor();
    return page;
  }

  async function setting(key: string, value: unknown): Promise<void> {
    await app.panel.evaluate(([key, value]) => window.seat.call('settings:set', { key, value }), [key, value] as const);
  }

  it('is opened by keyboard and shows what a rule was learned from, with what was changed', async () => {
    await teach('请发货', `亲，感谢您的购买！您的订单我们已经收到，${ORIGINAL}，请您稍等片刻。`);
    const page = await open();
    const entry = page.getByRole('option').first();
    expect(await entry.textContent()).toContain('请发货');
    expect(await entry.textContent()).toContain('新规则');
    const detail = page.getByRole('region', { name: '这一条' });
    expect(await detail.textContent()).toMatch(/客户说请发货面板给的您好，感谢您的购买/);
    expect(await detail.locator('del').first().textContent()).toBe('您好');
    expect(await detail.locator('ins').first().textContent()).toBe('亲');
    expect(await detail.textContent()).toContain('到处都用');
  });

  it('undoes an entry by the Delete key, and the suggestion is gone; restores it, and it is back', async () => {
    const page = await app.window('learned');
    expect(await firstReply('请发货')).toContain('亲，感谢');
    await page.bringToFront();
    await page.getByRole('listbox').first().focus();
    await page.keyboard.press('Delete');
    await page.getByRole('option').first().getByText('已撤销').waitFor();
    expect(await firstReply('请发货')).not.toContain('亲，感谢');
    await page.getByRole('button', { name: '恢复' }).click();
    await page.getByRole('region', { name: '这一条' }).getByRole('button', { name: '撤销' }).waitFor();
    expect(await firstReply('请发货')).toContain('亲，感谢');
  });

  it('edits the reply of a rule in place', async () => {
    const page = await app.window('learned');
    await page.bringToFront();
    await page.getByRole('listbox').first().focus();
    await page.keyboard.press('e');
    const box = page.getByRole('textbox', { name: '第 1 种写法' });
    await box.waitFor();
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await box.fill('亲，马上就发');
    await page.getByRole('textbox', { name: '客户会怎么问' }).fill('请发货\n几时能发呢亲');
    await page.keyboard.press('Control+s');
    await page.getByText('存好了').waitFor();
    expect(await firstReply('几时能发呢亲')).toContain('亲，马上就发');
    await page.getByRole('region', { name: '这一条' }).getByRole('button', { name: '撤销：你改过' }).click();
    await until('the edit is taken back', async () => (await firstReply('请发货')).includes('亲，感谢'));
  });

  it('lets what is learned wait for review when that is set, and hold once accepted', async () => {
    await setting('learnedHold', 'review');
    await teach('我已经下单了', '订单收到了，今天就发');
    await app.panel.getByText('学到一条等你看').waitFor();
    expect(await firstReply('我已经下单了')).not.toContain('订单收到了');
    const page = await app.window('learned');
    await page.bringToFront();
    await page.getByRole('radio', { name: '等你看' }).check();
    await page.getByRole('option').first().getByText('我已经下单了').waitFor();
    await page.getByRole('listbox').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('接受');
    await page.keyboard.press('Enter');
    await page.getByText('没有等你看的').waitFor();
    expect(await firstReply('我已经下单了')).toContain('订单收到了');
    await setting('learnedHold', 'at-once');
  });

  it('merges a rule into another: the question is answered by that one', async () => {
    await teach('购买完成', '好的，这就去打包');
    const page = await app.window('learned');
    await page.bringToFront();
    await page.getByRole('radio', { name: '全部' }).check();
    await page.getByRole('option').first().getByText('购买完成').waitFor();
    await page.getByRole('listbox').first().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('m');
    const search = page.getByRole('combobox');
    await search.fill('订单收到了');
    await page.getByRole('option', { name: '我已经下单了' }).last().waitFor();
    await search.press('Enter');
    await page.getByText('并入了「我已经下单了」').waitFor();
    await show('购买完成');
    const replies = await app.cards.allTextContents();
    expect(replies.some((text) => text.includes('订单收到了'))).toBe(true);
  });

  it('learns what the agent sent by other ways: the selected text, by the key for it', async () => {
    await show('付款已完成');
    await editor.clear();
    run('xdotool', ['type', '--', 'thank you, it ships today']);
    run('xdotool', ['key', 'ctrl+a']);
    run('xdotool', ['key', 'ctrl+alt+s']);
    await app.panel.getByText('学会了你的改法').waitFor();
    expect(await firstReply('付款已完成')).toContain('thank you, it ships today');
    const page = await app.window('learned');
    await page.getByRole('option').first().getByText('付款已完成').waitFor();
  });

  it('rolls back all of a day as one step with a preview of how much that is, and undoes that, also after a restart', async () => {
    let page = await app.window('learned');
    await page.bringToFront();
    await page.getByRole('button', { name: '整批撤回…' }).click();
    const preview = page.getByText('之后还能撤销这一步。');
    await preview.waitFor();
    expect(await preview.textContent()).toMatch(/会撤回 .+起学到的 4 条/);
    await page.getByRole('button', { name: '撤回 4 条' }).click();
    await page.getByText('撤回了 4 条').waitFor();
    expect(await firstReply('请发货')).not.toContain('亲，感谢');
    expect(await firstReply('我已经下单了')).not.toContain('订单收到了');

    await app.close();
    app = await App.start(app.folder);
    expect(await firstReply('请发货')).not.toContain('亲，感谢');
    page = await open();
    await page.getByRole('option').first().getByText('整批撤回').waitFor();
    await page.keyboard.press('Delete');
    await page.getByText('都回来了').waitFor();
    expect(await firstReply('请发货')).toContain('亲，感谢');
    expect(await firstReply('我已经下单了')).toContain('订单收到了');
  });

  it('learns from pasted chats: what was asked again and again becomes a rule once it is accepted, and is taken back in one step', async () => {
    const page = await app.window('learned');
    await page.getByRole('tab', { name: '从聊天记录学' }).click();
    await page.getByRole('textbox', { name: '粘贴一段聊天' }).fill(PASTED);
    await page.getByRole('button', { name: '从这段学' }).click();
    await page.getByText(/找到 \d+ 条/).first().waitFor();
    expect(await page.getByRole('list').first().textContent()).toContain('竹签是赠品');
    await page.getByRole('button', { name: /^加入/ }).click();
    await until('it is accepted', () => offers('竹签有送的吗', '竹签是赠品'));
    await page.bringToFront();
    await page.getByRole('tab', { name: '学到的' }).click();
    await page.getByRole('option').first().getByText('聊天记录').waitFor();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Delete');
    await until('it is taken back', async () => !(await offers('竹签有送的吗', '竹签是赠品')));
  });

  it('speaks another language at once, and closes by Escape', async () => {
    const page = await app.window('learned');
    await setting('locale', 'en');
    await page.getByRole('tab', { name: 'To tidy' }).waitFor();
    expect(await page.getByRole('button', { name: '整批撤回…' }).count()).toBe(0);
    await setting('locale', 'zh-CN');
    await page.getByRole('tab', { name: '要整理的' }).click();
    await page.getByText('没有要整理的').waitFor();
    await page.bringToFront();
    const closed = page.waitForEvent('close');
    // the page goes away under the key press
    await page.keyboard.press('Escape').catch(() => undefined);
    await closed;
  });
});
