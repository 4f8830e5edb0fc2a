import { describe, expect, it } from 'vitest';
import { seat } from './seat';

const INVOICE = '亲，发票在订单详情里申请，当天开好。';

describe('keywords for wordings that gathered in a rule', () => {
  it('are found from the third on, and offer the rule for a wording that has them', () => {
    const { answers, patterns, offered } = seat();
    answers('衣服掉色吗', '亲，正常洗涤不掉色。');
    answers('发票怎么开', INVOICE);
    answers('你们这里能开发票吗', INVOICE);
    expect(patterns(INVOICE)).toEqual([]);
    answers('我想要一张发票', INVOICE);
    expect(patterns(INVOICE)).toMatchObject([{ all: ['发票'], learned: true }]);
    expect(offered('公司报销要用发票的')[0]).toBe(INVOICE);
  });

  it('are gone when a wording that has them is answered otherwise, and are found anew when they can tell the two apart', () => {
    const { answers, patterns } = seat();
    for (const message of ['发票怎么开', '你们这里能开发票吗', '我想要开一张发票']) answers(message, INVOICE);
    const other = '亲，发票抬头写错了可以作废重开，把正确的抬头发我。';
    answers('发票抬头写错了', other);
    expect(patterns(INVOICE)).toEqual([]);
    answers('麻烦给开个发票', INVOICE);
    for (const pattern of patterns(INVOICE)) expect(JSON.stringify(pattern)).not.toContain('["发票"]');
  });

  it('leave the keywords that the agent wrote alone', () => {
    const { answers } = seat();
    const [rule] = answers('几天能到', '亲，三天左右。');
    expect(rule!.triggers.some(({ kind }) => kind === 'keywords')).toBe(false);
  });
});
