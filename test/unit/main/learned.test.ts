import { describe, expect, it } from 'vitest';
import { LearnedDesk } from '../../../main/learned';
import type { Changed } from '../../../main/library/changes';
import type { Rule } from '../../../rules/types';
import { exactRule, outcomeOf } from '../support/rules';
import { DAY, PACK, useLibraries } from './library/support';

const here = useLibraries();

function desk(packs = [PACK]) {
  const library = here.open(packs);
  const followed: Changed[] = [];
  const times = { retold: 0 };
  const learned = new LearnedDesk({ library, clock: () => here.now, follow: (changed) => followed.push(changed), retell: () => times.retold++, expiredWords: (reply) => reply.match(/\d+月\d+日/g) ?? [] });
  const names = () => library.rules().filter(({ enabled }) => enabled).map(({ name }) => name);
  return { library, learned, followed, names, times };
}

const source = (outcome: string, more = {}): Rule['source'] => ({ kind: 'learned', outcome, at: 1, ...more });

describe('an entry of the queue', () => {
  it('tells the message, the offered and the sent reply, and what was added to which rule', () => {
    const { library, learned } = desk();
    const hello = PACK.rules[0]!;
    const outcome = outcomeOf('你好', '您好呀', { offered: '您好' });
    library.record(outcome, { put: [{ ...hello, replies: [...hello.replies, { text: '您好呀' }] }] });
    expect(learned.page('all', 10)).toEqual({
      entries: [
        {
          n: 1, id: outcome.id, at: outcome.at, kind: 'outcome', outcome: 'edited', message: '你好', offered: '您好', sent: '您好呀', ruleCount: 1, waiting: false, undone: null, later: [],
          rules: [{ id: hello.id, name: hello.name, scope: {}, differences: [{ kind: 'replies', added: ['您好呀'], removed: [] }] }],
        },
      ],
    });
  });

  it('that waits is told by what it would add, whatever the rule has become, and is taken in by that when accepted', () => {
    const { library, learned, followed } = desk();
    const hello = PACK.rules[0]!;
    const outcome = outcomeOf('你好', '您好呀');
    library.record(outcome, { put: [{ ...hello, id: 'draft', enabled: false, replies: [...hello.replies, { text: '您好呀' }], source: source(outcome.id, { review: 'waiting', changes: hello.id }) }] });
    library.putRule({ ...hello, replies: [{ text: '您好您好' }] });
    const [view] = learned.page('waiting', 10).entries;
    expect(view!.rules[0]!.differences).toEqual([{ kind: 'replies', added: ['您好', '您好呀'], removed: [] }]);
    const done = learned.accept(outcome.id);
    expect(done).toMatchObject({ ok: true });
    expect(library.rules()).toMatchObject([{ id: hello.id, replies: [{ text: '您好您好' }, { text: '您好' }, { text: '您好呀' }] }]);
    expect(followed.at(-1)).toMatchObject({ removed: ['draft'], put: [{ id: hello.id }] });
    expect(learned.page('waiting', 10).entries).toEqual([]);
    expect(learned.accept(outcome.id)).toEqual({ ok: false, reason: 'gone' });
    learned.undo(outcome.id);
    expect(library.rules()).toMatchObject([{ id: hello.id, replies: [{ text: '您好您好' }] }]);
  });

  it('takes edits and merges of it with it when it is undone', () => {
    const { library, learned, names } = desk();
    const outcome = outcomeOf('几天到', '三天');
    library.record(outcome, { put: [exactRule('几天到', '三天', { id: 'a', source: source(outcome.id) })] });
    expect(learned.edit(outcome.id, 'a', { replies: ['三天内'], wordings: ['几天到', '多久到'] })).toMatchObject({ ok: true });
    expect(learned.rule('a')).toMatchObject({ replies: ['三天内'], wordings: ['几天到', '多久到'] });
    expect(learned.merge(outcome.id, 'a', 'p/hello')).toMatchObject({ ok: true });
    expect(names()).toEqual(['问hello']);
    expect(learned.rule('p/hello')).toMatchObject({ replies: ['您好', '三天内'], wordings: ['问hello', '几天到', '多久到'] });
    learned.undo(outcome.id);
    expect(names()).toEqual(['问hello']);
    expect(learned.rule('p/hello')).toMatchObject({ replies: ['您好'], wordings: ['问hello'] });
  });

  it('is told to the model anew only where outcomes may be taken back', () => {
    const { library, learned, times } = desk();
    const outcome = outcomeOf('几天到', '三天');
    library.record(outcome, { put: [exactRule('几天到', '三天', { id: 'a', source: source(outcome.id) })] });
    learned.edit(outcome.id, 'a', { replies: ['三天内'], wordings: ['几天到'] });
    learned.archive(['a']);
    expect(times.retold).toBe(0);
    learned.undo(outcome.id);
    learned.rollBack(0);
    expect(times.retold).toBe(2);
  });

  it('is refused what makes no sense, and nothing changes', () => {
    const { library, learned, followed } = desk();
    const outcome = outcomeOf('几天到', '三天');
    library.record(outcome, { put: [exactRule('几天到', '三天', { id: 'a' })] });
    expect(learned.edit(outcome.id, 'a', { replies: [''], wordings: ['x'] })).toEqual({ ok: false, reason: 'empty' });
    expect(learned.edit(outcome.id, 'never', { replies: ['x'], wordings: ['x'] })).toEqual({ ok: false, reason: 'gone' });
    expect(learned.merge(outcome.id, 'a', 'a')).toEqual({ ok: false, reason: 'gone' });
    expect(learned.accept('never')).toEqual({ ok: false, reason: 'gone' });
    expect(learned.undo('never')).toMatchObject({ ok: true, rules: 0 });
    expect(followed.every(({ put, removed }) => put.length + removed.length === 0)).toBe(true);
  });

  it('of which the texts were forgotten still tells what it changed', () => {
    const { library, learned } = desk();
    const outcome = outcomeOf('几天到', '三天');
    library.record(outcome, { put: [exactRule('几天到', '三天', { id: 'a' })] });
    learned.undo(outcome.id);
    library.forget(here.now);
    const [view] = learned.page('all', 1).entries;
    expect(view).not.toHaveProperty('message');
    expect(view).not.toHaveProperty('sent');
    expect(view!.rules[0]).toMatchObject({ id: null, name: '几天到' });
  });
});

describe('rules to merge into', () => {
  it('are found by name before reply before wording, and never the rule itself or one that waits', () => {
    const { library, learned } = desk([]);
    library.putRule(exactRule('w', 'r', { id: 'wording', triggers: [{ kind: 'exact', texts: ['运费谁出'] }] }));
    library.putRule(exactRule('r', '运费我们出', { id: 'reply' }));
    library.putRule(exactRule('运费', 'x', { id: 'name' }));
    library.putRule(exactRule('运费', 'x', { id: 'waits', enabled: false, source: source('o', { review: 'waiting' }) }));
    library.putRule(exactRule('运费', 'x', { id: 'itself' }));
    expect(learned.choices('运费', 'itself').map(({ id }) => id)).toEqual(['name', 'reply', 'wording']);
    expect(learned.choices('没有', 'x')).toEqual([]);
  });
});

describe('tidying', () => {
  it('offers own rules that were not used for 90 days, not those of packs, and archives them as one step', () => {
    const { library, learned, names } = desk();
    here.now -= 100 * DAY;
    for (const id of ['old', 'used', 'also old']) library.putRule(exactRule(id, 'r', { id, name: id }));
    library.record(outcomeOf('used', 'r', { kind: 'accepted', ruleId: 'used', at: here.now + 50 * DAY }));
    here.now += 100 * DAY;
    library.putRule(exactRule('new', 'r', { name: 'new' }));
    expect(learned.tidy().unused.map(({ id, lastUsedAt, uses }) => [id, lastUsedAt, uses])).toEqual([['old', null, 0], ['also old', null, 0]]);
    const done = learned.archive(['old', 'also old', 'never']);
    expect(names()).toEqual(['问hello', 'used', 'new']);
    expect(library.rules().find(({ id }) => id === 'old')).toMatchObject({ enabled: false, group: '归档/Archive' });
    expect(learned.tidy().unused).toEqual([]);
    expect(learned.page('all', 10).entries).toMatchObject([{ kind: 'archived', ruleCount: 2 }]);
    learned.undo(done.ok ? done.step : '');
    expect(names()).toEqual(['问hello', 'old', 'used', 'also old', 'new']);
  });

  it('names the words in a reply that have passed', () => {
    const { library, learned } = desk([]);
    library.putRule(exactRule('活动', '满减到 9月30日', { id: 'a' }));
    library.putRule(exactRule('活动', '满减到 9月30日', { id: 'off', enabled: false }));
    expect(learned.tidy().expired).toEqual([{ id: 'a', name: '活动', reply: '满减到 9月30日', words: ['9月30日'] }]);
  });
});
