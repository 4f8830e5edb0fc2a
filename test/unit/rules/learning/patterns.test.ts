import { describe, expect, it } from 'vitest';
import { Seat } from './seat';

const INVOICE = '亲，发票在订单详情里申请，当天开好。';

describe('keywords for wordings that gathered in a rule', () => {
  it('are found from the third on, and offer the rule for a wording that has them', () => {
    const seat = new Seat();
    seat.send('衣服掉色吗', '亲，正常洗涤不掉色。');
    seat.send('发票怎么开', INVOICE);
    seat.send('你们这里能开发票吗', INVOICE);
    expect(seat.patterns(INVOICE)).toEqual([]);
    seat.send('我想要一张发票', INVOICE);
    expect(seat.patterns(INVOICE)).toMatchObject([{ all: ['发票'], learned: true }]);
    expect(seat.offered('公司报销要用发票的')[0]).toBe(INVOICE);
  });

  it('are gone when a wording that has them is answered otherwise, and are found anew when they can tell the two apart', () => {
    const seat = new Seat();
    for (const message of ['发票怎么开', '你们这里能开发票吗', '我想要开一张发票']) seat.send(message, INVOICE);
    const other = '亲，发票抬头写错了可以作废重开，把正确的抬头发我。';
    seat.send('发票抬头写错了', other);
    expect(seat.patterns(INVOICE)).toEqual([]);
    seat.send('麻烦给开个发票', INVOICE);
    for (const pattern of seat.patterns(INVOICE)) expect(JSON.stringify(pattern)).not.toContain('["发票"]');
  });

  it('leave the keywords that the agent wrote alone', () => {
    const seat = new Seat();
    const [rule] = seat.send('几天能到', '亲，三天左右。');
    expect(rule!.triggers.some(({ kind }) => kind === 'keywords')).toBe(false);
  });
});
