import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Relevance, type Question } from '../../../../rules/learning/relevance';
import { normalisedText } from '../../../../rules/normalise';
import type { Turn } from '../../../../rules/types';
import { answered, realRows, said } from '../support';

const asked = (message: string, before: readonly Turn[] = [], scope = {}): Question => ({ message, before, scope });
const best = (relevance: Relevance, question: Question) => relevance.rate(question)[0]?.ruleId;

const QUESTIONS: Record<string, string[]> = {
  send: ['什么时候发货', '今天能发货吗', '怎么还没发货啊', '发货了没有', '几天能发出来', '麻烦快点发货'],
  refund: ['我要退款', '退款什么时候到账', '申请退款了怎么没处理', '钱退了吗', '帮我退款吧', '退款退到哪里'],
  price: ['能便宜点吗', '优惠一点吧', '有没有优惠券', '价格能少吗', '多买能便宜吗', '最低多少钱'],
};

function taught(): Relevance {
  const relevance = new Relevance();
  for (let i = 0; i < 6; i++) for (const [rule, messages] of Object.entries(QUESTIONS)) relevance.learn(asked(messages[i]!), rule);
  return relevance;
}

describe('relevance', () => {
  it('knows nothing at first', () => {
    expect(new Relevance().rate(asked('什么时候发货'))).toEqual([]);
  });

  it('learns from one outcome, at once', () => {
    const relevance = new Relevance();
    relevance.learn(asked('什么时候发货'), 'send');
    expect(best(relevance, asked('什么时候能发货呢'))).toBe('send');
    expect(relevance.answerOf('send')).toBe(0);
    expect(relevance.answerOf('refund')).toBeUndefined();
  });

  it('finds the rule for wordings it never met, and says which earlier message is nearest', () => {
    const relevance = taught();
    expect(best(relevance, asked('亲今天可以发货不'))).toBe('send');
    expect(best(relevance, asked('我想申请退款'))).toBe('refund');
    const [price] = relevance.rate(asked('还能不能便宜点'));
    expect(price).toMatchObject({ ruleId: 'price', example: expect.stringContaining('便宜') });
    expect(price!.times).toBeGreaterThan(1);
  });

  it('is sure of what it met often and unsure of what is new', () => {
    const relevance = taught();
    const [known] = relevance.rate(asked('什么时候发货呀'));
    const [strange] = relevance.rate(asked('你们公司地址在哪个城市'));
    expect(known!.probability).toBeGreaterThan(0.7);
    expect(strange!.probability).toBeLessThan(0.5);
  });

  it('answers 「好的」 by what the agent said last', () => {
    const relevance = new Relevance();
    const pay = [answered('我给您改价了，您刷新一下付款')];
    const gone = [answered('您的退款已经处理好了，请查收')];
    for (let i = 0; i < 4; i++) {
      relevance.learn(asked('好的', pay), 'thanks-for-order');
      relevance.learn(asked('好的', gone), 'anything-else');
    }
    expect(best(relevance, asked('好的', pay))).toBe('thanks-for-order');
    expect(best(relevance, asked('好的', gone))).toBe('anything-else');
  });

  it('holds back what has nothing to do with 「好的」', () => {
    const relevance = taught();
    for (let i = 0; i < 3; i++) relevance.learn(asked('好的', [answered('那我今天给您发货')]), 'closing');
    const ratings = relevance.rate(asked('好的', [answered('运费是十元')]));
    for (const { ruleId, probability } of ratings) if (ruleId !== 'closing') expect(probability).toBeLessThan(0.15);
  });

  it('sinks a rule that was dismissed', () => {
    const relevance = taught();
    const likely = () => relevance.rate(asked('今天发货吗')).find(({ ruleId }) => ruleId === 'send')?.probability ?? 0;
    const before = likely();
    for (let i = 0; i < 5; i++) relevance.learn(asked('今天发货吗'), 'send', false);
    expect(likely()).toBeLessThan(before / 2);
  });

  it('never offers a rule that is not allowed, and is as sure of the others as if it were not there', () => {
    const relevance = taught();
    const ratings = relevance.rate(asked('什么时候发货'), (ruleId) => ruleId !== 'send');
    expect(ratings.map(({ ruleId }) => ruleId)).not.toContain('send');
    expect(relevance.rate(asked('什么时候发货'), () => false)).toEqual([]);
  });

  it('tells shops apart by their scope', () => {
    const relevance = new Relevance();
    for (let i = 0; i < 6; i++) {
      relevance.learn(asked('包邮吗', [], { shop: 'A' }), 'free');
      relevance.learn(asked('包邮吗', [], { shop: 'B' }), 'not-free');
    }
    expect(best(relevance, asked('包邮吗', [], { shop: 'A' }))).toBe('free');
    expect(best(relevance, asked('包邮吗', [], { shop: 'B' }))).toBe('not-free');
  });

  it('rates between 0 and 1, in order, each rule once, whatever is asked', () => {
    const relevance = taught();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.record({ role: fc.constantFrom('customer' as const, 'agent' as const), text: fc.string({ unit: 'binary' }) }), { maxLength: 12 }), (message, before) => {
        const ratings = relevance.rate(asked(message, before));
        expect(new Set(ratings.map(({ ruleId }) => ruleId)).size).toBe(ratings.length);
        ratings.forEach(({ probability }, i) => {
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(i === 0 ? 1 : ratings[0]!.probability);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('takes an empty message and one of 20,000 characters', () => {
    const relevance = taught();
    relevance.learn(asked(''), 'send');
    relevance.learn(asked('退'.repeat(20_000), [answered('好'.repeat(20_000))]), 'refund');
    expect(best(relevance, asked('退款'))).toBe('refund');
  });

  it('tells when a wording does not settle its answer', () => {
    const wording = normalisedText('在吗有货吗');
    const relevance = new Relevance();
    expect(relevance.isSettled(wording)).toBe(true);
    for (const rule of ['a', 'b']) relevance.learn(asked('在吗有货吗'), rule);
    expect(relevance.isSettled(wording)).toBe(true);
    for (const rule of ['c', 'd']) relevance.learn(asked('在吗有货吗'), rule);
    expect(relevance.isSettled(wording)).toBe(false);
    for (let i = 0; i < 4; i++) relevance.learn(asked('在吗有货吗'), 'd');
    expect(relevance.isSettled(wording)).toBe(true);
  });
});

describe('the state of relevance', () => {
  const outcome = fc.record({
    message: fc.constantFrom(...Object.values(QUESTIONS).flat(), '好的', '谢谢', '12345678901'),
    rule: fc.constantFrom('send', 'refund', 'price'),
    right: fc.boolean(),
    before: fc.constantFrom<readonly Turn[]>([], said('你好'), [answered('您好，请问有什么可以帮您')]),
  });

  it('is the same, to the last bit, for the same outcomes, whether it was asked in between or not, and when built again from its lessons', () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 40 }), (outcomes) => {
        const [first, second, third] = [new Relevance(), new Relevance(), new Relevance()];
        for (const { message, rule, right, before } of outcomes) {
          first.rate(asked('别的问题'));
          first.rate(asked(message, before), (ruleId) => ruleId !== rule);
          const lesson = first.learn(asked(message, before), rule, right);
          second.learn(asked(message, before), rule, right);
          third.relearn(lesson);
        }
        for (const question of [asked('什么时候退款'), asked('好的', [answered('您好')])]) {
          expect(second.rate(question)).toEqual(first.rate(question));
          expect(third.rate(question)).toEqual(first.rate(question));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is that without an outcome when its lesson is left out', () => {
    const [with2, without] = [new Relevance(), new Relevance()];
    const lessons = Object.entries(QUESTIONS).flatMap(([rule, messages]) => messages.map((message) => with2.learn(asked(message), rule)));
    for (const lesson of lessons.slice(1)) without.relearn(lesson);
    const again = new Relevance();
    for (const [rule, messages] of Object.entries(QUESTIONS)) for (const message of messages) if (message !== '什么时候发货') again.learn(asked(message), rule);
    expect(without.rate(asked('发货'))).toEqual(again.rate(asked('发货')));
    expect(without.rate(asked('发货'))).not.toEqual(with2.rate(asked('发货')));
  });

  it('refuses damaged lessons and keeps what it had', () => {
    const relevance = taught();
    const before = relevance.rate(asked('发货'));
    const lesson = new Relevance().learn(asked('什么时候发货'), 'send');
    for (const bytes of [new Uint8Array(0), lesson.subarray(0, lesson.length - 1), Uint8Array.from(lesson, (byte, i) => (i === 0 ? 9 : byte))]) {
      expect(() => relevance.relearn(bytes)).toThrow(RangeError);
    }
    expect(relevance.rate(asked('发货'))).toEqual(before);
  });

  it('keeps its memory bounded over 10,000 outcomes, and goes on learning', () => {
    const relevance = new Relevance();
    const words = ['发货', '退款', '优惠', '尺码', '颜色', '快递', '发票', '地址'];
    for (let i = 0; i < 10_000; i++) relevance.learn(asked(`${words[i % 8]}${i % 97}`), `rule-${i % 8}`);
    expect(best(relevance, asked('发票31'))).toBe('rule-6');
    relevance.learn(asked('保修多久'), 'warranty');
    expect(relevance.rate(asked('保修多久')).map(({ ruleId }) => ruleId)).toContain('warranty');
  }, 60_000);
});

const intents = realRows<{ message: string; intent: string }>('ecd-intents.dev.jsonl');

describe.skipIf(!intents)('relevance over real questions (skipped where ../shared is missing)', () => {
  it('means what it says: of what it is 70 % to 90 % sure of, 70 % to 90 % are right', () => {
    const relevance = new Relevance();
    let count = 0;
    let right = 0;
    // Every third, as the file is in order of its questions.
    for (let from = 0; from < 3; from++) {
      for (let i = from; i < intents!.length; i += 7) {
        const { message, intent } = intents![i]!;
        const [first] = relevance.rate(asked(message));
        if (first && first.probability > 0.7 && first.probability < 0.9) {
          count++;
          if (first.ruleId === intent) right++;
        }
        relevance.learn(asked(message), intent);
      }
    }
    expect(count).toBeGreaterThan(50);
    expect(right / count).toBeGreaterThan(0.65);
  }, 60_000);
});
