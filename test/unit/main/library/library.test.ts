import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../../rules/types';
import { exactRule, outcomeOf } from '../../support/rules';
import { DAY, PACK, useLibraries } from './support';

const here = useLibraries();

describe('rules and outcomes', () => {
  it('are there again after a restart, in the order in which they came', () => {
    const rules = ['丙', '甲', '乙'].map((text) => exactRule(text, '在的'));
    const outcomes = ['丙', '甲', '乙'].map((text) => outcomeOf(text, '在的'));
    const first = here.open();
    outcomes.forEach((outcome, index) => first.record(outcome, { put: [rules[index]!] }));
    first.close();
    const second = here.open();
    expect(second.rules()).toEqual(rules);
    expect(second.outcomesSince(0)).toEqual(outcomes);
    expect(here.problems).toEqual([]);
  });

  it('are one thing: an outcome whose rule cannot be stored is not stored either', () => {
    const lib = here.open();
    const whole = exactRule('在吗', '在的');
    const broken = { ...whole, id: 'broken', replies: [] } as Rule;
    expect(() => lib.record(outcomeOf('在吗', '在的'), { put: [whole, broken] })).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'invalid', params: expect.objectContaining({ id: 'broken', place: 'replies' }) }) }));
    expect(lib.rules()).toEqual([]);
    expect(lib.outcomesSince(0)).toEqual([]);
    expect(lib.pending).toBe(0);
  });

  it('are one transaction: what fails in the middle leaves nothing of it', () => {
    const lib = here.open();
    const other = new Database(here.file);
    other.exec("CREATE TRIGGER refuse BEFORE INSERT ON rules WHEN NEW.id = 'second' BEGIN SELECT RAISE(ABORT, 'refused'); END");
    other.close();
    expect(() => lib.record(outcomeOf('在吗', '在的'), { put: [exactRule('在吗', '在的'), exactRule('二', '在的', { id: 'second' })] })).toThrow(/refused/);
    expect(lib.rules()).toEqual([]);
    expect(lib.outcomesSince(0)).toEqual([]);
  });

  it('are stored once, however often the same outcome comes', () => {
    const lib = here.open();
    const outcome = outcomeOf('在吗', '在的', { ruleId: 'r', kind: 'accepted' });
    lib.record(outcome, { put: [exactRule('在吗', '在的', { id: 'a' })] });
    lib.record(outcome, { put: [exactRule('在吗', '在的', { id: 'b' })] });
    expect(lib.outcomesSince(0)).toEqual([outcome]);
    expect(lib.rules().map(({ id }) => id)).toEqual(['a']);
    expect(lib.records().get('r')?.accepted).toBe(1);
  });

  it('skip a row that cannot be read and say which', () => {
    const lib = here.open();
    const rule = exactRule('在吗', '在的');
    lib.record(outcomeOf('在吗', '在的'), { put: [rule] });
    lib.close();
    const db = new Database(here.file);
    const insert = `INSERT INTO rules (id, json, enabled, "group", source, version) VALUES`;
    db.exec(`${insert} ('bad', '{"id":"bad"}', 1, '', 'written', 'v'), ('worse', '{', 1, '', 'written', 'w')`);
    db.close();
    expect(here.open().rules()).toEqual([rule]);
    expect(here.problems.map(({ code, params }) => [code, params?.['id']])).toEqual([['library-row', 'bad'], ['library-row', 'worse']]);
  });
});

describe('a rule', () => {
  it('is replaced by the one that is put with its id, and keeps its place', () => {
    const lib = here.open();
    const [first, second] = [exactRule('一', '1'), exactRule('二', '2')];
    lib.putRule(first);
    lib.putRule(second);
    const changed = { ...first, replies: [{ text: '壹' }], enabled: false };
    lib.putRule(changed);
    expect(lib.rules()).toEqual([changed, second]);
  });

  it('that was removed is gone, and back when it is put again', () => {
    const lib = here.open();
    const rule = exactRule('一', '1');
    lib.putRule(rule);
    lib.removeRule(rule.id);
    expect(lib.rules()).toEqual([]);
    lib.putRule(rule);
    expect(lib.rules()).toEqual([rule]);
  });

  it('can be removed by an outcome, and removing one that is not there changes nothing', () => {
    const lib = here.open();
    const [old, merged] = [exactRule('一', '1'), exactRule('二', '2')];
    lib.putRule(old);
    const outcome = outcomeOf('一', '2');
    lib.record(outcome, { put: [merged], remove: [old.id, 'never there'] });
    expect(lib.rules()).toEqual([merged]);
    lib.undo(outcome.id);
    expect(lib.rules()).toEqual([old]);
  });

  it('leaves every state that it was in in the log, with seat, time and cause', () => {
    const lib = here.open();
    const rule = exactRule('一', '1');
    const outcome = outcomeOf('一', '2', { at: 77 });
    lib.putRule(rule);
    lib.record(outcome, { put: [{ ...rule, replies: [{ text: '2' }] }] });
    lib.removeRule(rule.id);
    lib.close();
    const db = new Database(here.file);
    const log = db.prepare(`SELECT seat, at, json ->> '$.replies[0].text' AS reply, cause FROM rule_versions ORDER BY n`).all();
    db.close();
    expect(log).toEqual([
      { seat: 'seat-1', at: here.now, reply: '1', cause: null },
      { seat: 'seat-1', at: 77, reply: '2', cause: outcome.id },
      { seat: 'seat-1', at: here.now, reply: null, cause: null },
    ]);
  });
});

describe('what is counted', () => {
  it('counts for the rule that was used, and no longer once undone', () => {
    const lib = here.open([PACK]);
    const accepted = outcomeOf('你好', '您好', { kind: 'accepted', ruleId: 'p/hello', at: 5 });
    lib.record(accepted);
    lib.record(outcomeOf('你好', '您好呀', { kind: 'edited', ruleId: 'p/hello', at: 3 }));
    lib.record(outcomeOf('你好', '', { kind: 'dismissed', ruleId: 'p/hello', at: 9, final: undefined as never }));
    const all = { accepted: 1, edited: 1, dismissed: 1, lastUsedAt: 5 };
    expect(lib.records().get('p/hello')).toEqual(all);
    lib.close();
    const again = here.open([PACK]);
    expect(again.records().get('p/hello')).toEqual(all);
    again.undo(accepted.id);
    expect(again.records().get('p/hello')).toEqual({ accepted: 0, edited: 1, dismissed: 1, lastUsedAt: 0 });
  });

  it('counts which of the replies were taken', () => {
    const lib = here.open([PACK]);
    const taken = (variant: number, kind: 'accepted' | 'edited' | 'dismissed') => outcomeOf('你好', '您好', { kind, ruleId: 'p/hello', variant });
    const last = taken(2, 'edited');
    for (const outcome of [taken(0, 'accepted'), taken(0, 'accepted'), taken(1, 'dismissed'), last]) lib.record(outcome);
    expect(lib.records().get('p/hello')?.variants).toEqual([2, 0, 1]);
    lib.close();
    const again = here.open([PACK]);
    expect(again.records().get('p/hello')?.variants).toEqual([2, 0, 1]);
    again.undo(last.id);
    expect(again.records().get('p/hello')?.variants).toEqual([2]);
  });

  it('gives the figures of a day and the last outcomes, without what was undone', () => {
    const lib = here.open();
    const outcomes = [1, 2, 3, 4].map((at) => outcomeOf('m', `r${at}`, { at, kind: at === 4 ? 'written' : 'edited' }));
    outcomes.forEach((outcome) => lib.record(outcome));
    lib.undo(outcomes[2]!.id);
    expect(lib.figuresSince(2)).toEqual({ accepted: 0, edited: 1, dismissed: 0, written: 1, ignored: 0 });
    expect(lib.recentOutcomes(2)).toEqual([outcomes[3], outcomes[1]]);
    expect(lib.outcomesSince(2)).toEqual([outcomes[1], outcomes[3]]);
  });
});

describe('rules that nobody uses any more', () => {
  const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);

  it('are those neither used nor made for so long, the longest unused first', () => {
    const lib = here.open();
    const made = (id: string, day: string, rest = {}) => {
      here.now = at(day);
      lib.putRule({ ...exactRule(id, id, { id }), ...rest });
    };
    made('old', '2026-01-01');
    made('never', '2026-02-01');
    made('off', '2026-02-01', { enabled: false });
    made('used', '2026-02-01');
    made('new', '2026-11-20');
    lib.record(outcomeOf('used', 'used', { kind: 'accepted', ruleId: 'used', at: at('2026-08-01') }));
    const unused = (days: number) => lib.unusedSince(at('2026-11-24') - days * DAY).map(({ rule }) => rule.id);
    expect(unused(90)).toEqual(['old', 'never', 'used']);
    expect(unused(200)).toEqual(['old', 'never']);
    expect(unused(400)).toEqual([]);
  });
});
