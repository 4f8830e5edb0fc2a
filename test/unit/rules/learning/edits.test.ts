import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coreOf, editKind, isAccepted, shareChanged } from '../../../../rules/learning/edits';

describe('an edit', () => {
  it.each([
    ['今天给您发货', '今天给您发货哦~'],
    ['今天给您发货', '亲，您好！今天给您发货的呢😊'],
    ['请您稍等。', '麻烦您稍等一下哈'],
    ['马上给您按排发货', '马上给您安排发货'],
    ['可以的', '好的，可以的亲'],
    ['We will ship your order today', 'Hi, we will ship your order today!'],
    ['Your parcel is on its way', 'Your parcle is on its way'],
    ['两三天就到', '两三天就到啦'],
    ['Your refund has been processed and you will see it soon', 'Your refund has been processed and you will see it soon. Thank you!'],
  ])('%s → %s is light', (offered, final) => {
    expect(editKind(offered, final)).toBe('light');
    expect(editKind(final, offered)).toBe('light');
  });

  it.each([
    ['3天内发货', '5天内发货'],
    ['三天内发货', '五天内发货'],
    ['退您20元', '退您20.5元'],
    ['今天给您发货', '明天给您发货'],
    ['可以退的', '不可以退的'],
    ['这个可以退的呢亲', '这个不可以退的呢亲'],
    ['支持退货', '支持换货'],
    ['发中通快递', '发圆通快递'],
    ['这款是红色的', '这款是黑色的'],
    ['今天给您发货', '今天给您发货，送您一份小礼品'],
    ['亲亲您好，这边已经帮您反馈给仓库核实处理，请您耐心等待一下，有结果第一时间联系您哦', '亲亲您好，这边已经帮您反馈给仓库核实处理，请您耐心等待一下，有结果第一时间联系您哦，送您优惠券'],
    ['好的', '不好'],
    ['可以退', '可以退？'],
    ['We can refund it', "We can't refund it"],
    ['We will refund it today', 'We may refund it today'],
    ['It takes 3 days', 'It takes 5 days'],
    ['好的', '稍等，我看看物流'],
  ])('%s → %s is another answer', (offered, final) => {
    expect(editKind(offered, final)).toBe('rewrite');
    expect(editKind(final, offered)).toBe('rewrite');
  });

  it('without a difference is none', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(editKind(text, ` ${text}\n`)).toBe('same')));
  });

  it('that changes a number is never light', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(99_999), fc.nat(99_999), fc.string({ maxLength: 40 }), (before, a, b, after) => {
        fc.pre(a !== b);
        expect(editKind(`${before}。${a}。${after}`, `${before}。${b}。${after}`)).toBe('rewrite');
      }),
    );
  });

  it('is judged the same in both directions', () => {
    const reply = fc.array(fc.constantFrom('好的', '亲', '发货', '不', '3天', '哦', '退款', '明天', '。', '可以', 'ok '), { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(reply, reply, (a, b) => void expect(editKind(a, b)).toBe(editKind(b, a))), { numRuns: 2_000 });
  });

  it('of 10,000 characters gets an answer', () => {
    const long = '亲，您的订单已经安排发货。'.repeat(770);
    expect(editKind(long, `${long}谢谢`)).toBe('light');
    expect(editKind(long, '不'.repeat(10_000))).toBe('rewrite');
  });
});

describe('what a reply says', () => {
  it('is the same in any dress', () => {
    for (const reply of ['可以的', '可以哦亲', '您好，可以的呢~', '好的可以']) expect(coreOf(reply)).toBe('可以');
    expect(coreOf('不可以')).not.toBe(coreOf('可以'));
  });

  it('is never empty where there are words', () => {
    fc.assert(fc.property(fc.constantFrom('亲', '您好', '好的', '亲亲在的呢', 'ok', 'hello', '谢谢亲'), (reply) => void expect(coreOf(reply)).not.toBe('')));
  });
});

describe('the share that was changed', () => {
  it('is 0 for the same, 1 for something else altogether, and between for the rest', () => {
    expect(shareChanged('好的', '好的')).toBe(0);
    expect(shareChanged('好的', '不行')).toBe(1);
    expect(shareChanged('', '')).toBe(0);
    expect(shareChanged('好的亲', '好的')).toBeCloseTo(1 / 3);
  });

  it('counts as accepted below 40 %', () => {
    expect([isAccepted(0), isAccepted(0.39), isAccepted(0.4), isAccepted(1)]).toEqual([true, true, false, false]);
  });
});
