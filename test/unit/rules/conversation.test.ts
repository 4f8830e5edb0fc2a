import { describe, expect, it } from 'vitest';
import { isElliptic } from '../../../rules/conversation';
import { bareness, withoutCourtesy } from '../../../rules/text/courtesy';
import { answered, context, engineOf, exact, examples, keywords, offered, said } from './support';

const SHIP = ['什么时候发货', '多久发货', '几天能发货', '今天发吗'];
const rules = () => [examples(SHIP, { id: 'ship' }), examples(['运费多少', '要运费吗', '退货运费谁出'], { id: 'postage' }), examples(['有优惠吗', '可以便宜点吗', '有没有优惠券'], { id: 'discount' })];

describe('a short question', () => {
  it('is understood with what was asked before', () => {
    const before = [...said('什么时候发货'), answered('亲，我帮您看一下')];
    const [best] = engineOf(...rules()).suggest('大概要多久', context({ conversation: before })).list;
    expect(best!.ruleId).toBe('ship');
    expect(best!.explanation.for).toContainEqual(expect.objectContaining({ kind: 'context', text: '什么时候发货' }));
    for (const { end } of best!.explanation.matched) expect(end).toBeLessThanOrEqual('大概要多久'.length);
    expect(offered(engineOf(...rules()), '大概要多久')).not.toContain('postage');
  });

  it('goes with keywords of the turn before, too', () => {
    const engine = engineOf(keywords(['运费'], { id: 'postage' }));
    expect(offered(engine, '多少', { conversation: said('请问运费') })).toEqual(['postage']);
    expect(offered(engine, '多少')).toEqual([]);
  });

  it('goes with the last thing asked, past thanks and other short questions', () => {
    const conversation = [...said('有优惠券吗'), ...said('退货运费谁出'), answered('您稍等'), ...said('好的'), ...said('多少')];
    expect(offered(engineOf(...rules()), '那要多少钱呢', { conversation })[0]).toBe('postage');
  });

  it('does not go back to what was said long ago, nor to what the agent said', () => {
    const engine = engineOf(keywords(['运费'], { id: 'postage' }));
    const long = [...said('请问运费'), ...Array.from({ length: 8 }, () => answered('好的'))];
    expect(offered(engine, '多少', { conversation: long })).toEqual([]);
    expect(offered(engine, '多少', { conversation: [answered('请问运费')] })).toEqual([]);
  });

  it.each(['多久', '为什么', '大概几天', '那什么时候呢', '可以吗', '那这个呢', '还要多久', 'how long', 'why'])('%s says nothing by itself', (text) =>
    expect(isElliptic(text)).toBe(true),
  );

  it.each(['多久发货', '什么时候有货', '好的', '退款', '', '怎么退货', 'how long is the cable'])('%s stands by itself or asks nothing', (text) =>
    expect(isElliptic(text)).toBe(false),
  );
});

describe('a condition on the conversation', () => {
  const engine = engineOf(exact('好的', { id: 'invoice', context: { requires: ['发票'], excludes: ['取消'], turns: 2 } }), exact('好的', { id: 'any' }));

  it('wants what it requires, in the last turns only', () => {
    expect(offered(engine, '好的')).toEqual(['any']);
    expect(offered(engine, '好的', { conversation: said('我要开發票') })).toContain('invoice');
    expect(offered(engine, '好的', { conversation: [answered('发票已经开好了')] })).toContain('invoice');
    expect(offered(engine, '好的', { conversation: said('我要发票', '颜色呢', '尺码呢') })).toEqual(['any']);
  });

  it('does not want what it excludes', () => expect(offered(engine, '好的', { conversation: said('我要发票', '取消吧') })).toEqual(['any']));

  it('is told of by explain', () => {
    const standing = engine.explain('好的', context()).map(({ standing: s, suggestion }) => [suggestion.ruleId, s]);
    expect(standing).toContainEqual(['invoice', 'other-conversation']);
    expect(standing).toContainEqual(['any', 'offered']);
  });
});

describe('a message that asks nothing', () => {
  it.each(['好的', '好的谢谢', '嗯嗯', '谢谢亲', '没有了 谢谢', 'OK', 'thank you', '好吧', '哦哦好的'])('%s acknowledges', (text) =>
    expect(bareness(normal(text))).toBe('acknowledgement'),
  );
  it.each(['你好', '在吗', '亲在吗', 'hello', '老板在吗'])('%s greets', (text) => expect(bareness(normal(text))).toBe('greeting'));
  it.each(['好的发货吧', '没有收到', '谢谢你的礼物很好吃', 'nothing arrived', '好评返现'])('%s asks or says something', (text) =>
    expect(bareness(normal(text))).toBeNull(),
  );
});

describe('courtesy', () => {
  it.each([
    ['你好请问什么时候发货谢谢', '什么时候发货'],
    ['亲在吗发货了吗', '发货了吗'],
    ['please where is my order thank you', 'where is my order'],
    ['谢谢', '谢谢'],
    ['你好', '你好'],
    ['hiking boots', 'hiking boots'],
  ])('around %s leaves %s', (text, core) => expect(withoutCourtesy(text)).toBe(core));
});

function normal(text: string): string {
  return text.toLowerCase().replace(/哦哦/g, '哦').replace('好吧', '好').replace(/([\u4e00-\u9fff]) /g, '$1');
}
