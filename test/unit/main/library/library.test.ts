import Database from 'libsql';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync, writeFileSync, readFileSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLibrary, type Library } from '../../../../main/library/library';
import type { Pack } from '../../../../main/library/packs';
import type { Problem } from '../../../../main/problem';
import { exactRule, outcomeOf } from '../../support/rules';

const PACK: Pack = { id: 'p', version: '1', name: 'P', rules: [exactRule('你好', '您好', { id: 'p/hello', source: { kind: 'pack', pack: 'p' } })] };
const DAY = 24 * 60 * 60 * 1000;

let folder: string;
let now: number;
let problems: Problem[];
let open: Library[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'library-'));
  now = Date.UTC(2026, 10, 24, 9, 0, 0);
  problems = [];
  open = [];
});
afterEach(() => {
  for (const library of open) library.close();
  rmSync(folder, { recursive: true, force: true });
});

function library(packs: readonly Pack[] = []): Library {
  const opened = openLibrary({ folder, clock: () => now, seat: 'seat-1', packs, onProblem: (problem) => problems.push(problem) });
  open.push(opened);
  return opened;
}
const file = () => join(folder, 'library.db');

describe('rules and outcomes', () => {
  it('are there again after a restart', () => {
    const rule = exactRule('在吗', '在的');
    const outcome = outcomeOf('在吗', '在的');
    const first = library();
    first.record(outcome, { put: [rule] });
    first.close();
    const second = library();
    expect(second.rules()).toEqual([rule]);
    expect(second.outcomesSince(0)).toEqual([outcome]);
  });

  it('are one thing: an outcome whose rule cannot be stored is not stored either', () => {
    const lib = library();
    const broken = { ...exactRule('在吗', '在的'), id: null as unknown as string };
    expect(() => lib.record(outcomeOf('在吗', '在的'), { put: [broken] })).toThrow(/cannot-save/);
    lib.close();
    const again = library();
    expect(again.outcomesSince(0)).toEqual([]);
    expect(again.rules()).toEqual([]);
  });

  it('count for the rule that was used, and no longer once undone', () => {
    const lib = library([PACK]);
    const accepted = outcomeOf('你好', '您好', { kind: 'accepted', ruleId: 'p/hello', at: 5 });
    lib.record(accepted, { put: [] });
    lib.record(outcomeOf('你好', '您好呀', { kind: 'edited', ruleId: 'p/hello' }), { put: [] });
    expect(lib.records().get('p/hello')).toEqual({ accepted: 1, edited: 1, dismissed: 0, lastUsedAt: 5 });
    lib.undo(accepted.id);
    expect(lib.records().get('p/hello')).toEqual({ accepted: 0, edited: 1, dismissed: 0, lastUsedAt: 0 });
  });

  it('skip a row that cannot be read and say which', () => {
    const lib = library();
    const rule = exactRule('在吗', '在的');
    lib.record(outcomeOf('在吗', '在的'), { put: [rule] });
    lib.close();
    const db = new Database(file());
    db.exec(`INSERT INTO rules (id, json) VALUES ('bad', '{"id":"bad"}'), ('worse', '{')`);
    db.close();
    expect(library().rules()).toEqual([rule]);
    expect(problems.map(({ code, params }) => [code, params?.['id']])).toEqual([['library-row', 'bad'], ['library-row', 'worse']]);
  });
});

describe('undo', () => {
  it('takes a learned rule away, and a second time changes nothing', () => {
    const lib = library();
    const rule = exactRule('在吗', '在的');
    const outcome = outcomeOf('在吗', '在的');
    lib.record(outcome, { put: [rule] });
    expect(lib.undo(outcome.id)).toEqual({ put: [], removed: [rule.id] });
    expect(lib.undo(outcome.id)).toEqual({ put: [], removed: [] });
    expect(lib.rules()).toEqual([]);
  });

  it('leaves what a later outcome taught, whichever is undone first', () => {
    const lib = library();
    const rule = exactRule('在吗', '在的');
    const [first, second] = [outcomeOf('在吗', '在的'), outcomeOf('在吗', '在呢')];
    const changed = { ...rule, replies: [{ text: '在呢' }] };
    lib.record(first, { put: [rule] });
    lib.record(second, { put: [changed] });
    expect(lib.undo(first.id).put).toEqual([changed]);
    expect(lib.undo(second.id).removed).toEqual([rule.id]);
  });

  it('of everything, in any order, gives the rules from before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.string({ minLength: 1, maxLength: 5 })), { maxLength: 8 }), fc.infiniteStream(fc.nat()), (steps, order) => {
        const lib = openLibrary({ folder: mkdtempSync(join(folder, 'p-')), clock: () => now, seat: 's', packs: [PACK], onProblem: () => undefined });
        const before = lib.rules();
        const done = steps.map(([rule, reply]) => {
          const outcome = outcomeOf('m', reply);
          const id = rule === 0 ? 'p/hello' : `r${rule}`;
          lib.record(outcome, { put: [exactRule('m', `x${reply}`, { id })] });
          return outcome.id;
        });
        const shuffled = done.map((id) => [order.next().value ?? 0, id] as const).sort((a, b) => a[0] - b[0]);
        for (const [, id] of shuffled) lib.undo(id);
        expect(lib.rules()).toEqual(before);
        lib.close();
      }),
      { numRuns: 25 },
    );
  });
});

describe('a pack', () => {
  it('brings its rules once, and changed ones with its next version', () => {
    const first = library([PACK]);
    expect(first.rules()).toEqual(PACK.rules);
    first.close();
    const newer = { ...PACK, version: '2', rules: [{ ...PACK.rules[0]!, replies: [{ text: '您好，请讲' }] }] };
    expect(library([newer]).rules()).toEqual(newer.rules);
  });

  it('never overwrites a rule that the agent changed', () => {
    const lib = library([PACK]);
    const mine = { ...PACK.rules[0]!, replies: [{ text: '我改的' }] };
    lib.record(outcomeOf('你好', '我改的'), { put: [mine] });
    lib.close();
    expect(library([{ ...PACK, version: '2' }]).rules()).toEqual([mine]);
  });
});

describe('a damaged library', () => {
  function damaged(bytes: Buffer | string): void {
    const lib = library();
    lib.record(outcomeOf('在吗', '在的'), { put: [exactRule('在吗', '在的', { id: 'kept' })] });
    lib.backup();
    lib.record(outcomeOf('好的', '好'), { put: [exactRule('好的', '好', { id: 'lost' })] });
    lib.close();
    writeFileSync(file(), bytes);
  }

  it.each([['no database at all', 'this is not a database, not at all'.repeat(100)], ['random bytes behind a right header', 'SQLite format 3\0' + 'x'.repeat(5_000)]])(
    'that is %s is set aside and named, and the newest good backup is used',
    (_what, bytes) => {
      damaged(bytes);
      expect(library().rules().map(({ id }) => id)).toEqual(['kept']);
      const [problem] = problems;
      expect(problem).toMatchObject({ code: 'library-damaged', params: { backupAt: now } });
      expect(readFileSync(join(folder, String(problem!.params!['kept'])), 'utf8')).toBe(bytes);
    },
  );

  it('passes over a backup that is damaged too', () => {
    damaged('broken'.repeat(1_000));
    now += 2 * DAY;
    const backups = join(folder, 'backups');
    const [good] = readdirSync(backups);
    copyFileSync(join(backups, good!), join(backups, 'library-20200101-000000.db'));
    writeFileSync(join(backups, good!), 'broken'.repeat(1_000));
    expect(library().rules().map(({ id }) => id)).toEqual(['kept']);
  });

  it('starts anew without a backup, and never overwrites what was set aside before', () => {
    writeFileSync(file(), 'broken'.repeat(1_000));
    expect(library([PACK]).rules()).toEqual(PACK.rules);
    open.pop()!.close();
    writeFileSync(file(), 'again'.repeat(1_000));
    rmSync(join(folder, 'backups'), { recursive: true, force: true });
    library();
    expect(readdirSync(folder).filter((name) => name.endsWith('.db') && name.startsWith('library-damaged'))).toHaveLength(2);
  });
});

describe('a library that cannot be opened or written', () => {
  it('of a newer version of the app is not touched, and the app runs on what ships', () => {
    library().close();
    const db = new Database(file());
    db.exec('PRAGMA user_version = 99');
    db.close();
    const before = readFileSync(file());
    expect(library([PACK]).rules()).toEqual(PACK.rules);
    expect(problems[0]).toMatchObject({ code: 'library-newer', file: file() });
    expect(readFileSync(file())).toEqual(before);
  });

  it('locked by another program says so, keeps the learning in memory and saves it later', () => {
    const lib = library();
    const other = new Database(file());
    other.exec('BEGIN EXCLUSIVE');
    const rule = exactRule('在吗', '在的');
    expect(() => lib.record(outcomeOf('在吗', '在的'), { put: [rule] })).toThrow(/cannot-save/);
    expect(lib.pending).toBe(1);
    other.exec('ROLLBACK');
    other.close();
    lib.retry();
    expect(lib.pending).toBe(0);
    expect(lib.rules()).toEqual([rule]);
  });
});

describe('backups', () => {
  it('are made once a day, and the newest ten are kept', () => {
    const lib = library();
    for (let day = 0; day < 12; day++) {
      lib.backup();
      lib.backup();
      now += DAY + 1;
    }
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(10);
  });
});
