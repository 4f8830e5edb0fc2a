import { describe, expect, it } from 'vitest';
import { guard, type WarningKind } from '../../../rules/guard';
import type { Turn } from '../../../rules/types';

const FACTS = '全场满99元包邮，单件29.9元。现货48小时内发货，一般3-5天到。7天无理由退换，少发漏发补发。客服热线400-800-1234。';
const kinds = (draft: string, message = '几天能到', facts = FACTS, before: Turn[] = []): WarningKind[] => guard(draft, { facts: [facts], message, before }).map(({ kind }) => kind);

describe('the guard of drafts', () => {
  it.each([
    ['亲，满99元包邮的哦'],
    ['现货48小时内发货，一般3-5天到呢'],
    ['您好，我们会尽快安排，请您耐心等待哦'],
    ['可以的，支持7天无理由退换，您点退货就行'],
    ['少发的给您补发哦'],
    ['热线是400-800-1234'],
    ['祝您今天愉快'],
    ['不能保证具体到货时间，请您谅解'],
    ['我不是机器人，您有什么问题都可以说'],
    ['您昨天拍的我看到了'],
    ['好的'],
    [''],
  ])('is content with what the shop holds: %s', (draft) => {
    expect(kinds(draft)).toEqual([]);
  });

  it.each<[string, WarningKind]>([
    ['可以便宜5元给您', 'price'],
    ['单件只要19.9元', 'price'],
    ['今天就给您发出', 'date'],
    ['24小时内发货', 'date'],
    ['两天就能到', 'date'],
    ['11月28日之前送到', 'date'],
    ['We ship within 2 hours.', 'date'],
    ['保证正品', 'guarantee'],
    ['一定会到的', 'guarantee'],
    ['100%纯棉', 'guarantee'],
    ['给您补偿', 'compensation'],
    ['送您一张优惠券', 'compensation'],
    ['假一赔十', 'compensation'],
    ['作为一个AI助手，我无法查询', 'machine'],
    ['我是智能客服小鹿', 'machine'],
    ['您加微信 lulu_2088', 'contact'],
    ['请打13812345678', 'contact'],
  ])('warns of what it does not hold: %s', (draft, kind) => {
    expect(kinds(draft, draft.startsWith('We') ? 'When will it ship?' : '几天能到')).toContain(kind);
  });

  it('names the words that it is about', () => {
    expect(guard('保证明天到', { facts: [], message: '几天到', before: [] })).toEqual([
      { kind: 'guarantee', text: '保证' },
      { kind: 'date', text: '明天' },
    ]);
  });

  it('lets an amount stand that the customer has named, but not as a promise', () => {
    expect(kinds('您付的58元我看到了', '我付了58元')).toEqual([]);
    expect(kinds('这就退58元', '我付了58元')).toContain('price');
  });

  it('takes what an agent has promised as promised', () => {
    expect(kinds('是的，明天发出', '明天能发吧', '', [{ role: 'agent', text: '明天给您发出' }])).toEqual([]);
  });

  it("takes the shop's replies to like questions as its word", () => {
    expect(guard('亲，3天内到', { facts: ['', '发货后三天内到哦'], message: '几天到', before: [] })).toEqual([]);
  });

  it('sees that the answer is in another language than the question', () => {
    expect(kinds('亲，一般三到五天到', 'When will my parcel arrive?', '三到五天')).toEqual(['language']);
    expect(kinds('It usually arrives soon, thank you for waiting.', '什么时候到')).toEqual(['language']);
    expect(kinds('Сейчас проверю ваш заказ', '什么时候到')).toEqual(['language']);
    expect(kinds('すぐに確認いたします', '什么时候到')).toEqual(['language']);
  });

  it('knows that OK, a size or a brand is no other language', () => {
    expect(kinds('OK', '可以吗')).toEqual([]);
    expect(kinds('您穿 XL 就行，Nike Air Max 这款偏小', '穿多大')).toEqual([]);
    expect(kinds('亲，在的', 'OK')).toEqual([]);
    expect(kinds('亲，在的', 'ok', FACTS, [{ role: 'customer', text: '在吗亲' }])).toEqual([]);
  });

  it('is quick with long and hostile texts', () => {
    const begin = performance.now();
    for (const piece of ['保证', '1', '我是', '一定', '明天', '三', 'as an ']) guard(piece.repeat(3_000), { facts: [piece.repeat(3_000)], message: piece.repeat(5_000), before: [] });
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
