import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../rules/engine';
import { exactWordings, LearnedRules } from '../../../../rules/learning/learned';
import { changesOf, MOST_VARIANTS, MOST_WORDINGS, type Changes } from '../../../../rules/learning/outcomes';
import { literalOf } from '../../../../rules/learning/slots';
import { fillReply } from '../../../../rules/placeholders';
import { Rule, type Outcome, type Turn } from '../../../../rules/types';
import { context, examples, exact, keywords, packRules, realRows } from '../support';
import { ownAnswers, saysTheSame, type Exchange } from '../../support/answers';
import { outcomeOf } from '../../support/rules';
import { bare, chat, secret } from './people';

/** A seat in memory: what it learns holds at once, in the real engine. */
class Seat {
  readonly known = new LearnedRules();
  readonly engine = new Engine();
  #at = 0;
  #ids = 0;

  constructor(rules: readonly Rule[] = []) {
    for (const rule of rules) this.put(rule);
  }

  put(rule: Rule): void {
    this.engine.add(Rule.parse(rule));
    this.known.add(rule);
  }

  /** Learns from what was sent; `edited` is the number of the suggestion that was edited into it. */
  send(message: string, final: string, rest: Partial<Outcome> = {}, before: readonly Turn[] = []): Changes {
    const changes = changesOf(outcomeOf(message, final, { at: ++this.#at, kind: 'written', ...rest }), this.known, () => `rule-${++this.#ids}`, before);
    for (const rule of changes.put) this.put(rule);
    return changes;
  }

  /** Edits the first suggestion into `final`, or writes it where there is none, as an agent does. */
  answer(message: string, final: string): Changes {
    const [first] = this.engine.suggest(message, context()).list;
    if (!first) return this.send(message, final);
    const offered = this.fill(first.reply, message);
    return offered === final ? { put: [], did: 'nothing' } : this.send(message, final, { kind: 'edited', offered, ruleId: first.ruleId });
  }

  offers(message: string, shop?: string): string[] {
    const { list } = this.engine.suggest(message, context({ scope: shop === undefined ? {} : { shop } }));
    return list.map(({ reply }) => this.fill(reply, message));
  }

  fill(reply: string, message: string): string {
    return fillReply(reply, { now: context().now, utcOffsetMinutes: 480, message, conversation: [], settings: { agent: '小王' } }).text.replaceAll('\u2063', '');
  }

  get learned(): Rule[] {
    return [...this.engineIds()].map((id) => this.known.rule(id)!).filter((rule) => rule?.source.kind === 'learned');
  }

  *engineIds(): Generator<string> {
    for (let id = 1; id <= this.#ids; id++) yield `rule-${id}`;
  }
}

describe('learning from an outcome', () => {
  it('makes a rule of an edited and of a written reply, of nothing else', () => {
    for (const kind of ['edited', 'written'] as const) {
      const { put, did } = new Seat().send('什么时候发货', '今天发的亲', { kind });
      expect(did).toBe('new-rule');
      expect(put).toMatchObject([
        { triggers: [{ kind: 'exact', texts: ['什么时候发货'] }, { kind: 'examples', texts: ['什么时候发货'] }], replies: [{ text: '今天发的亲' }], source: { kind: 'learned' } },
      ]);
    }
    for (const kind of ['accepted', 'dismissed'] as const) expect(new Seat().send('在吗', '在的亲', { kind })).toEqual({ put: [], did: 'nothing' });
  });

  it('learns the same answer to the same message once; it becomes the latest', () => {
    const seat = new Seat();
    const [first] = seat.send('在吗', '在的亲').put;
    const again = seat.send('在吗？', '在的亲');
    expect(again).toMatchObject({ did: 'latest', put: [{ id: first!.id, source: { at: 2 } }] });
    expect(exactWordings(again.put[0]!)).toEqual(['在吗', '在吗？']);
    seat.known.remove(first!.id);
    expect(seat.send('在吗', '在的亲').put[0]!.id).not.toBe(first!.id);
  });

  it('keeps braces that the agent typed as they are', () => {
    const seat = new Seat();
    seat.send('代码', '用 {{x}} 就行');
    expect(seat.offers('代码')).toEqual(['用 {{x}} 就行']);
  });

  it('gathers the wordings of one answer in one rule', () => {
    const seat = new Seat();
    seat.send('什么时候发货', '今天就发的亲');
    expect(seat.send('啥时候能寄出', '您好，今天就发哦').did).toBe('example');
    expect(seat.send('几点发', '今天就发').did).toBe('example');
    expect(seat.learned).toHaveLength(1);
    expect(exactWordings(seat.learned[0]!)).toEqual(['什么时候发货', '啥时候能寄出', '几点发']);
  });

  it('makes the polished text of a light edit the first variant of the rule that gave it', () => {
    const seat = new Seat();
    const [rule] = seat.send('什么时候发货', '今天就给您安排发货').put;
    const { did, put } = seat.send('请问什么时候发货', '亲，今天就给您安排发货哦~', { kind: 'edited', ruleId: rule!.id, offered: '今天就给您安排发货' });
    expect(did).toBe('variant');
    expect(put).toMatchObject([{ id: rule!.id, replies: [{ text: '亲，今天就给您安排发货哦~' }, { text: '今天就给您安排发货' }] }]);
  });

  it('makes a new rule of a rewrite, and offers the latest answer first', () => {
    const seat = new Seat();
    const [rule] = seat.send('能便宜点吗', '已经是最低价了').put;
    const { did, put } = seat.send('能便宜点吗', '领券减五元', { kind: 'edited', ruleId: rule!.id, offered: '已经是最低价了' });
    expect(did).toBe('new-rule');
    expect(put.at(-1)!.id).not.toBe(rule!.id);
    expect(seat.offers('能便宜点吗')).toEqual(['领券减五元', '已经是最低价了']);
  });

  it('keeps the answers to an ambiguous wording apart: the latest comes first for each wording', () => {
    const seat = new Seat();
    seat.send('好的', '不客气');
    seat.send('谢谢', '不客气');
    seat.send('好的', '请稍等');
    seat.send('多谢了', '不客气');
    expect(seat.offers('好的').slice(0, 2)).toEqual(['请稍等', '不客气']);
    expect(seat.offers('多谢了')[0]).toBe('不客气');
    seat.send('好的', '不客气');
    expect(seat.offers('好的').slice(0, 2)).toEqual(['不客气', '请稍等']);
  });

  it('makes a narrower rule of another answer to the same wording in another scope', () => {
    const seat = new Seat();
    seat.send('发什么快递', '发圆通');
    const { did, put } = seat.send('发什么快递', '发顺丰', { scope: { shop: 'A' } });
    expect(did).toBe('narrower');
    expect(put).toMatchObject([{ scope: { shop: 'A' }, replies: [{ text: '发顺丰' }] }]);
    expect(seat.offers('发什么快递')[0]).toBe('发圆通');
    expect(seat.offers('发什么快递', 'A')[0]).toBe('发顺丰');
  });

  it('a bare acknowledgement is known word for word alone, not by likeness', () => {
    expect(new Seat().send('好的', '不客气').put[0]!.triggers.map(({ kind }) => kind)).toEqual(['exact']);
  });
});

describe('a light edit of what a pack gave', () => {
  const pack = Rule.parse({
    id: 'pack/when',
    name: '何时发货',
    group: '发货',
    triggers: [
      { kind: 'exact', texts: ['发货了吗', '何时发'] },
      { kind: 'keywords', all: ['什么时候', '发货'] },
    ],
    replies: [{ text: '{{greeting}}，{{blank:天数}}天内发货，我是{{agent}}' }],
    source: { kind: 'pack', pack: 'pack' },
  });
  const edited = { kind: 'edited' as const, ruleId: pack.id, offered: '中午好，〔天数〕天内发货，我是小王' };

  it('makes a learned rule beside it, with its triggers; the pack’s stays as it was', () => {
    const seat = new Seat([pack]);
    const { did, put } = seat.send('什么时候发货呀', '中午好，3天内发货哦，我是小王', edited);
    expect(did).toBe('variant');
    expect(put).toHaveLength(1);
    expect(put[0]!.id).not.toBe(pack.id);
    expect(exactWordings(put[0]!)).toEqual(['什么时候发货呀', '发货了吗', '何时发']);
    expect(put[0]!.triggers).toContainEqual(pack.triggers[1]);
  });

  it('keeps the placeholders whose values still stand there, and those that the agent filled in', () => {
    const [rule] = new Seat([pack]).send('什么时候发货呀', '中午好，3天内发货哦，我是小王', edited).put;
    expect(rule!.replies).toEqual([{ text: '{{greeting}}，{{blank:天数}}天内发货哦，我是{{agent}}' }]);
  });

  it('takes a value that was changed by hand as text', () => {
    const [rule] = new Seat([pack]).send('什么时候发货呀', '亲爱的朋友您好，3天内发货，我是小王', edited).put;
    expect(rule!.replies[0]!.text).toBe('亲爱的朋友您好，{{blank:天数}}天内发货，我是{{agent}}');
  });

  it('comes first for the wordings of the pack from then on', () => {
    const seat = new Seat([pack]);
    seat.send('什么时候发货呀', '中午好，3天内发货哦，我是小王', edited);
    expect(seat.offers('发货了吗')[0]).toBe('中午好，〔天数〕天内发货哦，我是小王');
  });

  it('does not take the place of what the agent taught for one of them', () => {
    const seat = new Seat([pack]);
    seat.send('何时发', '看预售页面');
    seat.send('什么时候发货呀', '中午好，3天内发货哦，我是小王', edited);
    expect(seat.offers('何时发')[0]).toBe('看预售页面');
  });

  it('of a rule that was deleted meanwhile makes a new one', () => {
    const seat = new Seat();
    const { did, put } = seat.send('什么时候发货呀', '中午好，3天内发货哦，我是小王', edited);
    expect(did).toBe('new-rule');
    expect(put[0]!.triggers.map(({ kind }) => kind)).toEqual(['exact', 'examples']);
  });

  it('of a rule that holds only at times makes a rule for this wording', () => {
    const timed = { ...pack, validity: { hours: { from: '22:00', to: '08:00' } } };
    const { did, put } = new Seat([timed]).send('什么时候发货呀', '中午好，3天内发货哦，我是小王', edited);
    expect(did).toBe('new-rule');
    expect(put[0]!.triggers.map(({ kind }) => kind)).toEqual(['exact', 'examples']);
  });
});

describe('what cannot be learned', () => {
  it.each([
    ['在吗', '', 'empty'],
    ['在吗', ' \n', 'empty'],
    ['在吗', '在'.repeat(10_001), 'too-long'],
    ['手机号多少', '13812345678', 'only-personal'],
    ['👍', '谢谢亲', 'no-words'],
    ['？！', '好', 'no-words'],
    ['问'.repeat(2_001), '好', 'too-long'],
  ])('%s → %s: nothing, with the reason', (message, final, reason) => {
    expect(new Seat().send(message, final)).toMatchObject({ put: [], did: 'nothing', refused: { reason } });
  });

  it('a reply of 10,000 characters is learned whole', () => {
    const seat = new Seat();
    const long = '亲，您的订单已经安排发货。'.repeat(769);
    expect(seat.send('怎么样了', long).did).toBe('new-rule');
    expect(seat.offers('怎么样了')).toEqual([long]);
  });

  it('own output that was not changed', () => {
    const seat = new Seat([exact('在吗', { id: 'r', reply: '在的亲' })]);
    expect(seat.send('在吗', '在的亲 ', { kind: 'edited', ruleId: 'r', offered: '在的亲' })).toEqual({ put: [], did: 'nothing' });
  });
});

describe('edits without end', () => {
  it('that contradict each other in alternation do not pile up', () => {
    const seat = new Seat();
    for (let i = 0; i < 100; i++) seat.answer('能退吗', i % 2 ? '可以退的亲' : '不可以退哦');
    expect(seat.learned).toHaveLength(2);
    for (let i = 0; i < 100; i++) seat.send('能换吗', ['可以换的', '可以换哦', '可以换亲', '可以换呢', '可以换啊', '可以换哈', '可以换的哦'][i % 7]!);
    expect(seat.learned).toHaveLength(3);
    expect(Math.max(...seat.learned.map(({ replies }) => replies.length))).toBe(MOST_VARIANTS);
    expect(seat.offers('能换吗')[0]).toBe('可以换哦');
  });

  it('do not make a rule without bounds', () => {
    const seat = new Seat();
    for (let i = 0; i < 3 * MOST_WORDINGS; i++) seat.send(`问题${i}怎么办`, '请联系在线客服');
    expect(seat.learned).toHaveLength(3);
    for (const rule of seat.learned) expect(exactWordings(rule)).toHaveLength(MOST_WORDINGS);
  });

  it('always leave the agent’s own latest answer first, and valid rules', () => {
    const message = fc.constantFrom('好的', '谢谢', '在吗', '发货了吗', '能退吗', '什么时候发货', '几天到', '有优惠吗');
    const reply = fc.constantFrom('在的', '在的亲', '不客气', '可以退的', '可以退哦亲', '不可以退', '今天发', '今天就发', '明天发', '3天到', '5天到', '请稍等');
    fc.assert(
      fc.property(fc.array(fc.tuple(message, reply), { maxLength: 40 }), (sent) => {
        const seat = new Seat([keywords(['发货'], { id: 'k', reply: '今天发' }), examples(['能退货吗', '可以退吗'], { id: 'e', reply: '可以退的' })]);
        const latest = new Map<string, string>();
        for (const [question, answer] of sent) {
          seat.answer(question, answer);
          // What was offered and taken as it was teaches nothing.
          if (seat.known.answering(question, {}).length > 0) latest.set(question, answer);
        }
        for (const [question, answer] of latest) {
          const first = seat.offers(question)[0]!;
          expect(saysTheSame(first, answer)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('one customer’s own', () => {
  it('is in nothing that was learned, and comes back for the same message', () => {
    fc.assert(
      fc.property(chat, secret, chat, (before, value, after) => {
        const seat = new Seat();
        const message = `请问${before}${value}`;
        const sent = `核对一下${before}${value}${after}可以吗`;
        for (const rule of seat.send(message, sent).put) {
          const texts = [rule.name, ...exactWordings(rule), ...rule.triggers.flatMap((trigger) => (trigger.kind === 'examples' ? trigger.texts : []))];
          expect(bare([...texts, ...rule.replies.map(({ text }) => literalOf(text))].join('\n'))).not.toContain(bare(value));
          expect(seat.offers(message)).toHaveLength(1);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is filled in from the message of the next', () => {
    const seat = new Seat();
    seat.send('电话改成13812345678可以吗', '好的，13812345678已经改好了');
    expect(seat.offers('电话改成13812345678可以吗')).toEqual(['好的，13812345678已经改好了']);
    expect(seat.offers('电话改成15912340000可以吗')).toEqual(['好的，15912340000已经改好了']);
  });
});

describe('over real conversations (skipped where they are missing)', () => {
  const talks = realRows<{ turns: Turn[] }>('ecd-dialogues.dev.jsonl');

  it.skipIf(!talks)('each message that was answered gets the agent’s own answers first, the latest first, word for word or as polished later', () => {
    const seat = new Seat(packRules('ecommerce-zh'));
    const exchanges: Exchange[] = talks!.slice(0, 100).flatMap(({ turns }) =>
      turns.flatMap(({ role, text }, at) => {
        const before = turns[at - 1];
        return role === 'agent' && before?.role === 'customer' ? [{ message: before.text.trim(), reply: text.trim() }] : [];
      }),
    );
    for (const { message, reply } of exchanges) seat.answer(message, reply);
    const kept = seat.learned.map(({ name, triggers, replies }) => JSON.stringify({ name, triggers, replies })).join('\n');
    expect(kept.normalize('NFKC')).not.toMatch(/\d{7}|[\w.-]+@[\w-]+\.\w/);
    const answers = ownAnswers(exchanges);
    expect(answers.length).toBeGreaterThan(300);
    const wrong = answers.filter(({ message, replies }) => {
      const offered = seat.offers(message);
      return replies.slice(0, 3).some((reply, at) => !saysTheSame(offered[at] ?? '', reply));
    });
    expect(wrong).toEqual([]);
  });
});
