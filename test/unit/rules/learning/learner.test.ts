import { describe, expect, it } from 'vitest';
import { Relevance } from '../../../../rules/learning/relevance';
import { exactWordings } from '../../../../rules/learning/learned';
import { MOST_EXAMPLES, MOST_WORDINGS } from '../../../../rules/learning/outcomes';
import { Seat } from './seat';

const SEND = '亲，今天下午三点之前就给您安排发货哦';
const SEND_TOO = '今天下午三点前就会给您安排发货的呢';

describe('the learner', () => {
  it('takes replies in nearly the same words, in rules of their own, for one answer', () => {
    const seat = new Seat();
    seat.send('什么时候发货', SEND);
    seat.send('几点能发', SEND_TOO);
    seat.send('怎么退款', '请在订单里点申请退款，我们马上处理');
    expect(seat.rules.size).toBe(3);
    expect(seat.answers).toBe(2);
  });

  it('tells answers apart by their numbers and by what they deny', () => {
    const seat = new Seat();
    seat.send('保修多久', '我们家所有的商品都保修1年的哦亲');
    seat.send('这个保修多久', '我们家所有的商品都保修3年的哦亲');
    seat.send('保修吗', '我们家所有的商品都不保修1年的哦亲');
    expect(seat.answers).toBe(3);
  });

  it('offers one of several rules with one answer, that which was told of last', () => {
    const seat = new Seat();
    seat.send('什么时候发货', SEND);
    seat.send('几点能发呀', SEND_TOO);
    expect(seat.replies('请问几时候能发货')).toEqual([SEND_TOO]);
  });

  it('lets another rule of the answer speak when the one is gone, and where it may not answer', () => {
    const seat = new Seat();
    seat.send('什么时候发货', SEND, { scope: { shop: '一店' } });
    seat.send('几点能发呀', SEND_TOO);
    expect(seat.replies('请问几时候能发货')).toEqual([SEND_TOO]);
    seat.remove([...seat.rules.values()].find(({ scope }) => scope.shop === undefined)!.id);
    expect(seat.replies('请问几时候能发货')).toEqual([]);
    expect(seat.replies('请问几时候能发货', { shop: '一店' })).toEqual([SEND]);
  });

  it('keeps one answer of a reply to more wordings than a rule may have', () => {
    const seat = new Seat();
    for (let i = 0; i < 2 * MOST_WORDINGS + 1; i++) seat.send(`问题${i}怎么办`, '请联系在线客服');
    expect(seat.rules.size).toBe(3);
    expect(seat.answers).toBe(1);
    for (const { triggers } of seat.rules.values()) {
      expect(exactWordings({ triggers }).length).toBeLessThanOrEqual(MOST_WORDINGS);
      for (const trigger of triggers) if (trigger.kind === 'examples') expect(trigger.texts.length).toBeLessThanOrEqual(MOST_EXAMPLES);
    }
  });

  it('keeps a rule that was split off, as its wording has several answers, with its answer', () => {
    const seat = new Seat();
    seat.send('什么时候发货', SEND);
    seat.send('几点发货', SEND);
    seat.send('几点发货', '这款要等下个星期才有货');
    expect(seat.rules.size).toBe(3);
    expect(seat.answers).toBe(2);
    expect(seat.replies('几点发货').slice(0, 2)).toEqual(['这款要等下个星期才有货', SEND]);
  });

  it('finds the same answers, with the same rules, in a model that is built again from its lessons', () => {
    const seat = new Seat();
    for (let i = 0; i < 12; i++) seat.send(`第${i}个什么时候发货`, i % 2 === 0 ? SEND : SEND_TOO);
    seat.send('几点发货', SEND);
    seat.send('几点发货', '这款要等下个星期才有货');
    const again = new Relevance();
    for (const lesson of seat.lessons) again.relearn(lesson);
    const question = { message: '那个什么时候能发货', before: [], scope: {} };
    expect(again.rate(question)).toEqual(seat.learner.relevance.rate(question));
    for (const id of seat.rules.keys()) expect(again.answerOf(id)).toBe(seat.learner.relevance.answerOf(id));
    for (const reply of [SEND, SEND_TOO, '别的']) expect(again.answerId('', reply)).toBe(seat.learner.relevance.answerId('', reply));
  });
});
