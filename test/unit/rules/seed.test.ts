import { describe, expect, it } from 'vitest';
import { context, engineOf, packRules } from './support';

const REPLY =
  '您好，感谢您的购买！您的订单我们已经收到，3-5分钟内会为您安排发货，请您稍等片刻。感谢您的耐心等待，如有任何问题，请随时联系我哦！';

/** The handler that the product starts from, as its course text has it: the first expression that is found answers. */
const HANDLER: [string, RegExp][] = [
  ['paid', /^(付款已完成|我已经付款了|您好，我已支付)$/],
  ['bought', /^(已购买|已购买三件|购买完成)$/],
  ['ordered', /^(我已经下单了|你好，我已经下单了|订单已提交，购买完成|已下单|已下单，麻烦安排发货)$/],
  ['no-code-yet', /^没有收到网址和卡密，我已下单\d+份$/],
  ['please-ship', /^(请发货|可以安排发货了吗？|请问可以发货了吗？|订单已提交，麻烦发货，谢谢~|你好，订单已提交，请发货)$/],
];

const engine = engineOf(...packRules('seed'));
const first = (message: string) => engine.suggest(message, context()).list[0];

const WORDINGS: [string, string][] = [
  ...HANDLER.flatMap(([id, { source }]): [string, string][] => {
    const choices = /^\^\((.*)\)\$$/.exec(source)?.[1];
    return choices ? choices.split('|').map((text) => [text, id]) : [];
  }),
  ...['1', '2', '3', '10', '128'].map((count): [string, string] => [`没有收到网址和卡密，我已下单${count}份`, 'no-code-yet']),
];

describe('the five rules that the product starts from', () => {
  it.each(WORDINGS)('answer 「%s」 as the handler did', (message, id) => {
    expect(HANDLER.find(([, pattern]) => pattern.test(message))![0]).toBe(id);
    expect(first(message)).toMatchObject({ ruleId: `seed/${id}`, reply: REPLY });
    expect(first(message)!.confidence).toBeGreaterThan(0.9);
  });

  it.each([
    '没有收到网址和卡密，我已下单份',
    '没有收到网址和卡密',
    '收到网址和卡密，我已下单2份',
    '没有收到网址和卡密，我没下单2份',
    '付款未完成',
    '付款已完成了吗',
    '我没有付款',
    '我已经付款了怎么还不发货',
    '未购买',
    '没购买三件',
    '已购买四件',
    '购买不了',
    '我还没下单',
    '我已经下单了吗',
    '已下单的怎么取消',
    '已下单，麻烦取消',
    '订单未提交，购买未完成',
    '先别发货',
    '不要发货',
    '不用发货了',
    '请退货',
    '可以安排退货了吗？',
    '请问可以退款了吗？',
    '发货了吗',
    '你好',
    '谢谢',
    '',
  ])('leave 「%s」 alone, as the handler did', (message) => {
    expect(HANDLER.some(([, pattern]) => pattern.test(message))).toBe(false);
    expect(first(message)).toBeUndefined();
  });

  it.each([
    ['已购买3件', 'bought'],
    ['已購買三件', 'bought'],
    ['付款已完成！！', 'paid'],
    ['請發貨', 'please-ship'],
    ['请发货呀', 'please-ship'],
    ['没有收到网址和卡密,我已下单２份', 'no-code-yet'],
  ])('also know 「%s」, which only looks different', (message, id) => {
    expect(HANDLER.some(([, pattern]) => pattern.test(message))).toBe(false);
    expect(first(message)).toMatchObject({ ruleId: `seed/${id}` });
  });
});
