import fc from 'fast-check';
import Database from 'libsql';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary, type Library } from '../../../../main/library/library';
import { exactRule, outcomeOf } from '../../support/rules';
import { PACK, useLibraries } from './support';

const here = useLibraries();
const ids = (lib: Library) => lib.rules().map(({ id }) => id);

describe('rolling back to a time', () => {
  it('takes back all that was learned since as one step, which is itself undone as one', () => {
    const lib = here.open([PACK]);
    const outcomes = [1, 2, 3].map((at) => outcomeOf(`m${at}`, 'r', { at, kind: 'edited', ruleId: 'p/hello' }));
    outcomes.forEach((outcome) => lib.record(outcome, { put: [exactRule(outcome.message, 'r', { id: outcome.message })] }));
    const before = state(lib);
    const taken = lib.rollBackTo(2);
    expect(ids(lib)).toEqual(['p/hello', 'm1']);
    expect(taken.removed.sort()).toEqual(['m2', 'm3']);
    expect(lib.records().get('p/hello')?.edited).toBe(1);
    expect(lib.undo(taken.id).put.map(({ id }) => id).sort()).toEqual(['m2', 'm3']);
    expect(state(lib)).toEqual(before);
  });

  it('leaves packs and what the agent wrote, also where that was made of a learned rule', () => {
    const lib = here.open([PACK]);
    here.now = 5;
    const outcome = outcomeOf('m', 'r', { at: 3 });
    lib.record(outcome, { put: [exactRule('m', 'r', { id: 'learned' })] });
    lib.putRule(exactRule('n', 'mine', { id: 'mine' }));
    const polished = exactRule('m', 'better', { id: 'learned' });
    lib.putRule(polished);
    lib.rollBackTo(0);
    expect(ids(lib)).toEqual(['p/hello', 'learned', 'mine']);
    expect(lib.rules()[1]).toEqual(polished);
  });

  it('takes mined rules, too, and what hangs on what is taken', () => {
    const lib = here.open();
    here.now = 5;
    const outcome = outcomeOf('m', 'r', { at: 5 });
    lib.record(outcome, { put: [exactRule('m', 'r', { id: 'a', enabled: false })] });
    lib.do('mined', { put: [exactRule('n', 's', { id: 'b' })] }, { note: 'chat.jsonl' });
    lib.do('accepted', { put: [exactRule('m', 'r', { id: 'a' })] }, { partOf: outcome.id });
    const before = state(lib);
    const taken = lib.rollBackTo(5);
    expect(ids(lib)).toEqual([]);
    lib.undo(taken.id);
    expect(state(lib)).toEqual(before);
    lib.undo(outcome.id);
    expect(ids(lib)).toEqual(['b']);
  });

  it('to a time after which nothing was learned changes nothing and leaves no entry', () => {
    const lib = here.open();
    lib.record(outcomeOf('m', 'r', { at: 1 }), { put: [exactRule('m', 'r', { id: 'a' })] });
    expect(lib.rollBackTo(2)).toMatchObject({ put: [], removed: [] });
    expect(lib.learnedCounts().all).toBe(1);
  });

  it('keeps what the agent took back before taken back when it is itself undone', () => {
    const lib = here.open();
    const outcome = outcomeOf('m', 'r', { at: 1 });
    lib.record(outcome, { put: [exactRule('m', 'r', { id: 'a' })] });
    lib.record(outcomeOf('n', 'r', { at: 2 }), { put: [exactRule('n', 'r', { id: 'b' })] });
    const undone = lib.undo(outcome.id);
    const rolled = lib.rollBackTo(0);
    lib.undo(rolled.id);
    expect(ids(lib)).toEqual(['b']);
    lib.undo(undone.id);
    expect(ids(lib)).toEqual(['a', 'b']);
  });

  it('holds while another program keeps the file from being written, and is saved later', () => {
    const lib = here.open();
    lib.record(outcomeOf('m', 'r', { at: 1 }), { put: [exactRule('m', 'r', { id: 'a' })] });
    const other = new Database(here.file);
    other.exec('BEGIN EXCLUSIVE');
    lib.rollBackTo(0);
    expect([ids(lib), lib.pending, here.codes()]).toEqual([[], 1, ['cannot-save']]);
    other.exec('ROLLBACK');
    other.close();
    lib.close();
    expect(ids(here.open())).toEqual([]);
  });
});

interface Deed {
  by: 'outcome' | 'hand' | 'mined';
  rule: number;
  reply: string;
  remove: boolean;
  at: number;
}

const deeds = fc.array(
  fc.record({ by: fc.constantFrom('outcome', 'outcome', 'hand', 'mined'), rule: fc.nat(3), reply: fc.string({ minLength: 1, maxLength: 4 }), remove: fc.boolean(), at: fc.nat(20) }),
  { maxLength: 12 },
) as fc.Arbitrary<Deed[]>;

/** Does a deed; answers the id by which it is taken back, null for what the agent did by hand. */
function perform(lib: Library, { by, rule, reply, remove, at }: Deed): string | null {
  const id = rule === 0 ? 'p/hello' : `r${rule}`;
  const learned = remove ? { remove: [id] } : { put: [exactRule('m', `x${reply}`, { id })] };
  here.now = at;
  if (by === 'mined') return lib.do('mined', learned).id;
  if (by === 'outcome') {
    const outcome = outcomeOf('m', reply, { ruleId: id, at, kind: 'accepted' });
    lib.record(outcome, learned);
    return outcome.id;
  }
  if (remove) lib.removeRule(id);
  else lib.putRule(learned.put![0]!);
  return null;
}

function state(lib: Library) {
  return { rules: lib.rules(), records: [...lib.records()].sort(([a], [b]) => (a < b ? -1 : 1)), outcomes: lib.outcomesSince(0) };
}

/** What is compared between two libraries, in which ids and the order of coming differ. */
function contents(lib: Library) {
  const { rules, records, outcomes } = state(lib);
  return { rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)), records, outcomes: outcomes.map(({ id: _id, ...outcome }) => outcome) };
}

function inFoldersOfTheirOwn(work: (open: (folder?: string) => Library) => void): void {
  const opened: Library[] = [];
  const open = (folder = mkdtempSync(join(here.folder, 'p-'))) => {
    const lib = openLibrary({ folder, clock: () => here.now, seat: 's', packs: [PACK], onProblem: (problem) => here.problems.push(problem) });
    opened.push(lib);
    return lib;
  };
  try {
    work(open);
  } finally {
    opened.forEach((lib) => lib.close());
  }
}

describe('whatever was done before,', () => {
  it('the rules that are kept in memory are those on the disk, in their order', () => {
    fc.assert(
      fc.property(deeds, fc.nat(20), (all, time) =>
        inFoldersOfTheirOwn((open) => {
          const folder = mkdtempSync(join(here.folder, 'p-'));
          const lib = open(folder);
          const taken = all.flatMap((deed) => [lib.rules(), perform(lib, deed)] as const).find((id) => typeof id === 'string');
          lib.rules();
          lib.undo(taken ?? 'none');
          expect(lib.rules()).toEqual(open(folder).rules());
          const { id } = lib.rollBackTo(time);
          expect(lib.rules()).toEqual(open(folder).rules());
          lib.undo(id);
          expect(lib.rules()).toEqual(open(folder).rules());
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('a roll-back gives the state of a library in which nothing was learned since, and undoing it gives back exactly what was there', () => {
    fc.assert(
      fc.property(deeds, fc.nat(20), (all, time) =>
        inFoldersOfTheirOwn((open) => {
          const lib = open();
          all.forEach((deed) => perform(lib, deed));
          const before = state(lib);
          const taken = lib.rollBackTo(time);
          const other = open();
          all.filter(({ by, at }) => by === 'hand' || at < time).forEach((deed) => perform(other, deed));
          expect(contents(lib)).toEqual(contents(other));
          lib.undo(taken.id);
          expect(state(lib)).toEqual(before);
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('roll-backs and undoings can be taken back in any order', () => {
    fc.assert(
      fc.property(deeds, fc.array(fc.nat(20), { maxLength: 3 }), fc.array(fc.nat(11), { maxLength: 4 }), fc.infiniteStream(fc.nat()), (all, times, undone, order) =>
        inFoldersOfTheirOwn((open) => {
          const lib = open();
          const causes = all.map((deed) => perform(lib, deed));
          const before = state(lib);
          const taken = [...undone.flatMap((at) => (causes[at] ? [lib.undo(causes[at]).id] : [])), ...times.map((time) => lib.rollBackTo(time).id)];
          const shuffled = taken.map((id) => ({ id, key: order.next().value as number })).sort((a, b) => a.key - b.key);
          shuffled.forEach(({ id }) => lib.undo(id));
          expect(state(lib)).toEqual(before);
        }),
      ),
      { numRuns: 40 },
    );
  });
});
