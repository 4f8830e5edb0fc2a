import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { App } from './support/app';
import { copy, Editor, noDesktop, pasted, until } from './support/desktop';
import { offerSecret } from './support/secret';

/** Long enough for a copy to have been read and painted, had it been read: a hundred times what that takes. */
const QUIET_MS = 700;

describe.skipIf(noDesktop)('what is read of the clipboard, and what is not', () => {
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

  const shown = async () => (await app.state()).message?.text;

  it('takes both of two copies that come 50 ms apart, the second one on top', async () => {
    copy('已购买');
    await sleep(50);
    copy('购买完成');
    await app.painted('购买完成');
    expect((await app.state()).message?.before.map((turn) => turn.text)).toContain('已购买');
  });

  it('takes the same sentence again when it is copied again', async () => {
    const first = (await app.state()).message?.id;
    await sleep(500);
    copy('购买完成');
    await until('a new message', async () => (await app.state()).message?.id !== first);
    expect(await shown()).toBe('购买完成');
  });

  it('does not read what a password manager marks', async () => {
    const secret = await offerSecret('hunter2');
    await sleep(QUIET_MS);
    expect(await shown()).toBe('购买完成');
    expect(secret.wasRead()).toBe(false);
    await secret.close();
  });

  it('says that a 5 MB copy is too long, leaves it on the clipboard and stays quick', async () => {
    const huge = '很长的一段话。'.repeat(250_000);
    copy(huge);
    await app.panel.getByText('这段太长，没有读').waitFor();
    expect(pasted().toString('utf8')).toBe(huge);
    copy('已下单');
    await app.painted('已下单');
  });

  it('reads nothing while paused, and goes on afterwards', async () => {
    await app.panel.getByRole('button', { name: '暂停' }).first().click();
    await app.panel.getByText('已暂停，什么都不看').waitFor();
    copy('请发货');
    await sleep(QUIET_MS);
    expect(await shown()).not.toBe('请发货');
    await app.panel.getByRole('button', { name: '继续' }).first().click();
    copy('请问可以发货了吗？');
    await app.painted('请问可以发货了吗？');
  });

  it('does not take its own insertion for a customer message', async () => {
    await app.cards.first().getByRole('button', { name: '插入' }).click();
    await until('the former clipboard is back', () => pasted().toString('utf8') === '请问可以发货了吗？');
    await sleep(QUIET_MS);
    const state = await app.state();
    expect(state.message?.text).toBe('请问可以发货了吗？');
    expect(state.message?.newer).toBe(0);
  });

  it('ignores text without words and copies of an image', async () => {
    copy('   \n\t ');
    copy(Buffer.from('89504e470d0a1a0a', 'hex'), 'image/png');
    await sleep(QUIET_MS);
    expect(await shown()).toBe('请问可以发货了吗？');
  });

  it('takes a message that is typed into the panel itself', async () => {
    const box = app.panel.getByRole('textbox', { name: '粘贴客户消息' });
    await box.fill('我已经付款了');
    await box.press('Enter');
    await app.painted('我已经付款了');
  });

  it('reads nothing of a program that the agent ignores, and never asks about it again', async () => {
    const ignored = await App.start();
    try {
      await ignored.begin();
      await editor.activate();
      copy('第一次');
      await ignored.panel.getByRole('button', { name: '忽略', exact: true }).click();
      copy('付款已完成');
      await sleep(QUIET_MS);
      const state = await ignored.state();
      expect(state.message).toBeNull();
      expect(state.ask).toBeNull();
    } finally {
      await ignored.close();
      ignored.forget();
    }
  });
});
