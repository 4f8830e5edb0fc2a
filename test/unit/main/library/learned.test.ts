import Database from 'libsql';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../../main/library/migrations';
import type { Rule } from '../../../../rules/types';
import { exactRule, outcomeOf } from '../../support/rules';
import { DAY, PACK, useLibraries } from './support';

const here = useLibraries();
const waiting = (rule: Rule, outcome: string): Rule => ({ ...rule, enabled: false, source: { kind: 'learned', outcome, at: 1, review: 'waiting' } });

describe('the queue of what was learned', () => {
  it('tells each outcome that taught something with what it made of which rule, newest first', () => {
    const lib = here.open([PACK]);
    const hello = PACK.rules[0]!;
    const [first, second] = [outcomeOf('在吗', '在的', { at: 1 }), outcomeOf('你好', '您好呀', { at: 2 })];
    const made = exactRule('在吗', '在的');
    const changed = { ...hello, replies: [...hello.replies, { text: '您好呀' }] };
    lib.record(first, { put: [made] });
    lib.record(outcomeOf('你好', '您好', { at: 2, kind: 'accepted' }));
    lib.record(second, { put: [changed] });
    expect(lib.learned({ limit: 10 })).toMatchObject([
      { id: second.id, kind: 'outcome', outcome: second, changes: [{ ruleId: hello.id, before: hello, after: changed }], undone: null, waiting: false },
      { id: first.id, kind: 'outcome', outcome: first, changes: [{ ruleId: made.id, before: null, after: made }] },
    ]);
  });

  it('is read page by page, and from a time on', () => {
    const lib = here.open();
    const outcomes = [1, 2, 3, 4, 5].map((at) => outcomeOf(`m${at}`, 'r', { at }));
    outcomes.forEach((outcome) => lib.record(outcome, { put: [exactRule(outcome.message, 'r')] }));
    const first = lib.learned({ limit: 2 });
    const second = lib.learned({ limit: 2, before: first.at(-1)!.n });
    expect([...first, ...second].map(({ at }) => at)).toEqual([5, 4, 3, 2]);
    expect(lib.learned({ limit: 10, since: 4 }).map(({ at }) => at)).toEqual([5, 4]);
  });

  it('says what was taken back, by which step, and gives it back by that step', () => {
    const lib = here.open();
    const outcome = outcomeOf('m', 'r', { at: 1 });
    lib.record(outcome, { put: [exactRule('m', 'r', { id: 'a' })] });
    const { id } = lib.undo(outcome.id);
    expect(lib.learned({ limit: 9, only: 'undone' })).toMatchObject([{ id: outcome.id, undone: { step: id, kind: 'undone', at: here.now } }]);
    expect(lib.learnedCounts()).toEqual({ all: 1, waiting: 0, undone: 1 });
    lib.undo(id);
    expect(lib.learned({ limit: 9, only: 'undone' })).toEqual([]);
    expect(lib.rules().map(({ id }) => id)).toEqual(['a']);
  });

  it('shows a roll-back as an entry of its own, and what it took as taken by it', () => {
    const lib = here.open();
    lib.record(outcomeOf('m', 'r', { at: 1 }), { put: [exactRule('m', 'r')] });
    lib.record(outcomeOf('n', 'r', { at: 2 * DAY }), { put: [exactRule('n', 'r')] });
    expect(lib.learnedSince(DAY)).toEqual({ entries: 1, rules: 1 });
    const { id } = lib.rollBackTo(DAY);
    expect(lib.learned({ limit: 9 }).map(({ kind, note, undone }) => [kind, note, undone?.kind])).toEqual([
      ['rolled-back', String(DAY), undefined], ['outcome', null, 'rolled-back'], ['outcome', null, undefined],
    ]);
    lib.undo(id);
    expect(lib.learned({ limit: 1 })[0]).toMatchObject({ id, undone: { step: null, kind: 'rolled-back' } });
    expect(lib.learnedSince(DAY)).toEqual({ entries: 1, rules: 1 });
  });

  it('finds what waits for review until it is accepted, and again when accepting is taken back', () => {
    const lib = here.open();
    const outcome = outcomeOf('m', 'r', { at: 1 });
    const rule = exactRule('m', 'r', { id: 'a' });
    lib.record(outcome, { put: [waiting(rule, outcome.id)] });
    lib.record(outcomeOf('n', 'r', { at: 2 }), { put: [exactRule('n', 'r')] });
    const found = () => lib.learned({ limit: 9, only: 'waiting' }).map(({ id }) => id);
    expect(found()).toEqual([outcome.id]);
    const accepted = lib.do('accepted', { put: [rule] }, { partOf: outcome.id });
    expect(found()).toEqual([]);
    expect(lib.learned({ limit: 1, before: 2 })[0]?.later).toMatchObject([{ kind: 'accepted', id: accepted.id }]);
    lib.undo(accepted.id);
    expect(found()).toEqual([outcome.id]);
    lib.undo(outcome.id);
    expect(found()).toEqual([]);
  });

  it('counts by day what is in force', () => {
    const lib = here.open();
    const noon = new Date(2026, 10, 20, 12).getTime();
    const outcomes = [noon, noon + 1, noon + DAY].map((at) => outcomeOf('m', 'r', { at }));
    outcomes.forEach((outcome) => lib.record(outcome, { put: [exactRule('m', 'r')] }));
    lib.undo(outcomes[0]!.id);
    expect(lib.learnedByDay()).toEqual([{ day: '2026-11-21', entries: 1 }, { day: '2026-11-20', entries: 1 }]);
  });

  it('is made of the log of a library that an older version wrote', () => {
    const db = new Database(here.file);
    db.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1`);
    const rule = exactRule('m', 'r', { id: 'a' });
    const [first, second] = [outcomeOf('m', 'r', { at: 1 }), outcomeOf('m', 'r', { at: 2 })];
    const outcome = db.prepare('INSERT INTO outcomes (id, seat, at, kind, rule, json) VALUES (?, ?, ?, ?, NULL, ?)');
    for (const each of [first, second]) outcome.run(each.id, each.seat, each.at, each.kind, JSON.stringify(each));
    const version = db.prepare('INSERT INTO rule_versions (id, rule, seat, at, json, cause) VALUES (?, ?, ?, ?, ?, ?)');
    version.run('v1', 'a', 's', 1, JSON.stringify(rule), first.id);
    version.run('v2', 'a', 's', 2, JSON.stringify({ ...rule, name: 'second' }), second.id);
    db.exec(`INSERT INTO rules (id, json, enabled, "group", source, version) VALUES ('a', '${JSON.stringify(rule)}', 1, '', 'written', 'v1');
      INSERT INTO undone VALUES ('${second.id}', 's', 3)`);
    db.close();
    const lib = here.open();
    expect(lib.learned({ limit: 9 }).map(({ id, undone }) => [id, undone])).toEqual([[second.id, { step: null, kind: 'undone', at: 3 }], [first.id, null]]);
    expect(lib.rules()).toEqual([rule]);
    lib.undo(first.id);
    expect(lib.rules()).toEqual([]);
    expect(here.problems).toEqual([]);
  });
});

describe('forgetting', () => {
  const old = { at: 10, shown: [{ ruleId: 'r', reply: '给张三看的' }], conversation: '微信|张三' };

  it('blanks the texts of old outcomes and keeps what counts', () => {
    const lib = here.open();
    const outcome = outcomeOf('我是张三', '张三您好', { ...old, kind: 'accepted', ruleId: 'r', offered: '张三您好', changed: 0 });
    const recent = outcomeOf('我是李四', '李四您好', { at: 100 });
    lib.record(outcome);
    lib.record(recent);
    expect(lib.forget(50)).toBe(1);
    expect(lib.forget(50)).toBe(0);
    const { final: _final, offered: _offered, ...rest } = outcome;
    expect(lib.outcomesSince(0)).toEqual([{ ...rest, message: '', conversation: '', shown: [] }, recent]);
    expect(lib.records().get('r')?.accepted).toBe(1);
  });

  it('keeps the sentence and the replies that a rule was learned from, and nothing else around them', () => {
    const lib = here.open();
    const outcome = outcomeOf('几天能到', '三天', { ...old, offered: '快了' });
    lib.record(outcome, { put: [exactRule('几天能到', '三天')] });
    lib.forget(50);
    expect(lib.learned({ limit: 1 })[0]?.outcome).toEqual({ ...outcome, conversation: '', shown: [] });
    lib.undo(outcome.id);
    lib.forget(50);
    expect(lib.learned({ limit: 1 })[0]?.outcome).toMatchObject({ message: '', shown: [] });
  });

  it('leaves nothing of the texts in the file', () => {
    const lib = here.open();
    lib.record(outcomeOf('13912345678'.repeat(800), '好的', { ...old, kind: 'accepted' }));
    lib.forget(50);
    lib.close();
    const bytes = readdirSync(here.folder).filter((name) => name.startsWith('library.db')).map((name) => readFileSync(join(here.folder, name)).toString('latin1'));
    expect(bytes.join('')).not.toContain('13912345678');
  });
});
