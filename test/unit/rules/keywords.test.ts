import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../../rules/types';
import { context, engineOf, exact, keywords, offered } from './support';

const fires = (conditions: Parameters<typeof keywords>[0], message: string) => offered(engineOf(keywords(conditions)), message).length > 0;
const first = (conditions: Parameters<typeof keywords>[0], message: string): Suggestion | undefined =>
  engineOf(keywords(conditions)).suggest(message, context()).list[0];

describe('keywords', () => {
  it('want every one of "all", one of "any", and none of "none"', () => {
    const wanted = { all: ['快递', '单号'], any: ['查', '看'], none: ['发票'] };
    expect(fires(wanted, '帮我查一下快递单号')).toBe(true);
    expect(fires(wanted, '帮我查一下快递')).toBe(false);
    expect(fires(wanted, '快递单号是多少')).toBe(false);
    expect(fires(wanted, '帮我查一下快递单号和发票')).toBe(false);
  });

  it('may be asked for in the order written', () => {
    const ordered = { all: ['时候', '发货'], ordered: true };
    expect(fires(ordered, '请问什么时候可以发货呀')).toBe(true);
    expect(fires(ordered, '发货是什么时候')).toBe(false);
    expect(fires({ all: ['时候', '发货'] }, '发货是什么时候')).toBe(true);
  });

  it('find an order that begins with a later one of several places', () => {
    expect(fires({ all: ['退款', '快递'], ordered: true }, '快递没到我想退款不要这个快递')).toBe(true);
  });

  it('may be asked for within a distance, measured in the message as it was written', () => {
    const near = { all: ['退货', '运费'], within: 6 };
    expect(fires(near, '退货的运费谁出')).toBe(true);
    expect(fires(near, '退货的，，，运费谁出')).toBe(false);
    expect(fires(near, '我要退货因为太大了那么运费谁出')).toBe(false);
    expect(fires({ all: ['运费', '退货'], within: 5 }, '退货这个我要退货的运费')).toBe(true);
    expect(fires({ all: ['运费', '退货'], within: 5, ordered: true }, '退货这个我要退货的运费')).toBe(false);
    expect(fires({ all: ['退货', '运费'], within: 5, ordered: true }, '退货这个我要退货的运费')).toBe(true);
  });

  it('are compared as everything is: width, case, traditional characters, numerals, spellings', () => {
    expect(fires(['什么时候发货'], '請問什麼時候發貨')).toBe(true);
    expect(fires(['什么时候发货'], '啥时候发货')).toBe(true);
    expect(fires(['iPhone 15'], '有ＩＰＨＯＮＥ15吗')).toBe(true);
    expect(fires(['三件'], '买3件')).toBe(true);
  });

  it('may be punctuation', () => {
    expect(fires({ all: ['？？', '发货'] }, '还发货吗？？')).toBe(true);
    expect(fires({ all: ['？？', '发货'] }, '还发货吗？')).toBe(false);
  });

  it('may end in a particle, and are found with another', () => {
    expect(fires(['好吧'], '好评返现')).toBe(false);
    expect(fires(['还有货么'], '请问这款还有货吗')).toBe(true);
  });

  it('of other scripts are whole words', () => {
    expect(fires(['art'], 'when does it start')).toBe(false);
    expect(fires(['no order'], 'I have no orders yet')).toBe(true);
    expect(fires(['refund'], 'was it refunded already')).toBe(true);
    expect(fires(['ship'], 'has it shipped')).toBe(true);
    expect(fires(['now'], 'I know that')).toBe(false);
    expect(fires(['7天'], '17天了还没到')).toBe(false);
    expect(fires(['7天'], '支持7天无理由吗')).toBe(true);
  });

  it('are surer the more they say of the message', () => {
    const confidence = (words: string[]) => first(words, '请问你们什么时候发货')!.confidence;
    expect(confidence(['什么时候发货'])).toBeGreaterThan(confidence(['发货']) + 0.1);
    expect(first(['发货'], '发货')!.confidence).toBeGreaterThan(first(['发货'], '请问你们什么时候发货')!.confidence + 0.1);
    expect(first(['好'], '你们家的东西看着好像都差不多的样子')).toBeUndefined();
  });

  it('tell where they stand in the original message', () => {
    const message = '請問，退貨的運費誰出？';
    const { explanation } = first({ all: ['退货', '运费'] }, message)!;
    expect(explanation.matched.map(({ start, end }) => message.slice(start, end))).toEqual(['退貨', '運費']);
    expect(explanation.for).toMatchObject([{ kind: 'keyword', keyword: '退货' }, { kind: 'keyword', keyword: '运费' }]);
  });
});

describe('a negation in front of a keyword', () => {
  it.each([
    ['好的', '你们质量不好的吧'],
    ['合适', '不合适想退货'],
    ['发货', '怎么还不发货'],
    ['发货', '先别给我发货'],
    ['发货', '你们是不会马上发货的'],
    ['退款', '没有退款'],
    ['发票', '我不需要发票'],
    ['质量好', '没有那么质量好'],
    ['优惠', '没有什么优惠'],
    ['ship', "please don't ship it"],
    ['refund', 'there was no refund'],
    ['working', 'it is not really working'],
    ['cancel', 'I never want to cancel'],
  ])('counts against %s in 「%s」', (word, message) => {
    expect(fires([word], message)).toBe(false);
    const [considered] = engineOf(keywords([word])).explain(message, context());
    expect(considered).toMatchObject({ standing: 'below-threshold' });
    expect(considered!.suggestion.explanation.against).toMatchObject([{ kind: 'negation', keyword: word }]);
    expect(considered!.suggestion.explanation.against[0]!.weight).toBeLessThan(0);
  });

  it.each([
    ['发货', '能不能发货'],
    ['发货', '有没有发货'],
    ['发货', '发不发货'],
    ['发货', '可不可以发货'],
    ['包邮', '不是包邮吗'],
    ['喜欢', '不是不喜欢'],
    ['发货', '不知道什么时候发货'],
    ['发货', '不，发货吧'],
    ['发货', '没问题发货吧'],
    ['发货', '不好意思发货了吗'],
    ['发货', '麻烦特别快地发货'],
    ['退货', '非常想退货'],
    ['退货', '不得不退货'],
    ['好吃', '差不多好吃'],
    ['ship', 'why don’t you ship today'],
    ['return', 'can’t I return it'],
    ['problem', 'no problem'],
    ['ship', 'no, ship it'],
  ])('is none for %s in 「%s」', (word, message) => expect(fires([word], message)).toBe(true));

  it('belongs to a keyword that holds it', () => {
    const rules = [keywords(['发货'], { id: 'ships' }), keywords(['不发货'], { id: 'does-not' })];
    expect(offered(engineOf(...rules), '你们还不发货')).toEqual(['does-not']);
    expect(offered(engineOf(...rules), '你们发货')).toEqual(['ships']);
    expect(offered(engineOf(...rules), '发不发货')).toEqual(['ships']);
  });

  it('weighs little when another keyword stands there without one', () => {
    const both = first(['发货', '快递'], '不发货的话快递是什么')!;
    expect(both.explanation.against).toHaveLength(1);
    expect(both.confidence).toBeGreaterThan(0.4);
  });

  it('does not hide a second place without one', () => expect(fires(['发货'], '昨天说不发货今天又说发货')).toBe(true));
});

describe('the measured faults of the peers', () => {
  it('a promised wildcard is not needed: 你好* finds 你好啊', () => expect(fires(['你好*'], '你好啊')).toBe(true));

  it('"all" is not ordered unless asked: 什么 and 快递 in 快递是什么', () => expect(fires({ all: ['什么', '快递'] }, '快递是什么')).toBe(true));

  it('the specific comes before the general, whatever the order of the rules', () => {
    const general = keywords(['发货'], { id: 'general' });
    const specific = keywords(['什么时候发货'], { id: 'specific' });
    for (const rules of [[general, specific], [specific, general]]) {
      expect(offered(engineOf(...rules), '请问什么时候发货')).toEqual(['specific', 'general']);
    }
  });

  it('the rule of the shop comes before the one for everywhere, whatever the order', () => {
    const everywhere = keywords(['发货'], { id: 'everywhere' });
    const shop = keywords(['发货'], { id: 'shop', scope: { shop: '茶叶店' } });
    for (const rules of [[everywhere, shop], [shop, everywhere]]) {
      expect(offered(engineOf(...rules), '发货了吗', { scope: { shop: '茶叶店' } })).toEqual(['shop', 'everywhere']);
      expect(offered(engineOf(...rules), '发货了吗')).toEqual(['everywhere']);
    }
  });

  it('all that match are weighed, not the first', () => {
    const rules = [keywords(['快递'], { id: 'a' }), keywords(['什么快递'], { id: 'b' }), keywords({ all: ['发', '什么快递'] }, { id: 'c' }), exact('发什么快递', { id: 'd' })];
    expect(offered(engineOf(...rules), '发什么快递')).toEqual(['d', 'c', 'b']);
  });
});
