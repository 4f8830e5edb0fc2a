import Database from 'libsql';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exactRule, outcomeOf } from '../../support/rules';
import { DAY, useLibraries } from './support';

const here = useLibraries();
const names = () => readdirSync(join(here.folder, 'backups')).sort();
const HOUR = 60 * 60 * 1000;

describe('backups', () => {
  it('hold everything that was stored, in one file that is a whole library', async () => {
    const lib = here.open();
    lib.record(outcomeOf('在吗', '在的'), { put: [exactRule('在吗', '在的')] });
    await lib.backup();
    expect(names()).toEqual(['library-20261124-093015.db']);
    const db = new Database(join(here.folder, 'backups', names()[0]!));
    expect(db.prepare('SELECT (SELECT count(*) FROM rules) AS rules, (SELECT count(*) FROM outcomes) AS outcomes').get()).toMatchObject({ rules: 1, outcomes: 1 });
    db.close();
  });

  it('are made once a day, and the newest ten are kept', async () => {
    const lib = here.open();
    for (let day = 0; day < 12; day++) {
      await lib.backup();
      const made = names();
      here.now += HOUR;
      lib.record(outcomeOf('在吗', '在的'));
      await lib.backup();
      expect(names()).toEqual(made);
      here.now += DAY - HOUR;
    }
    expect(names()).toHaveLength(10);
    expect(names()[0]).toMatch(/^library-20261126/);
  });

  it('are made at each quit after which something was written', async () => {
    const lib = here.open();
    await lib.backup('quit');
    here.now += HOUR;
    await lib.backup('quit');
    expect(names()).toHaveLength(1);
    lib.record(outcomeOf('在吗', '在的'));
    await lib.backup('quit');
    expect(names()).toHaveLength(2);
  });

  it('of many quits on one day do not push out those of the days before', async () => {
    const lib = here.open();
    for (let day = 0; day < 4; day++) {
      for (let quit = 0; quit < 5; quit++) {
        lib.record(outcomeOf('在吗', '在的'));
        await lib.backup('quit');
        here.now += HOUR;
      }
      here.now += DAY - 5 * HOUR;
    }
    expect(names().map((name) => name.slice(8, 16))).toEqual(['20261124', '20261125', '20261126', ...Array<string>(5).fill('20261127')]);
  });

  it('let the work go on while they are made', async () => {
    const lib = here.open();
    const outcomes = Array.from({ length: 20 }, (_, n) => outcomeOf('在吗', `在${n}`));
    lib.record(outcomes[0]!);
    const made = lib.backup();
    outcomes.slice(1).forEach((outcome) => lib.record(outcome));
    await made;
    expect(lib.outcomesSince(0)).toEqual(outcomes);
    expect(names()).toHaveLength(1);
  });

  it('asked for while one is being made wait for it', async () => {
    const lib = here.open();
    lib.record(outcomeOf('在吗', '在的'));
    await Promise.all([lib.backup(), lib.backup('quit'), lib.backup('quit')]);
    expect(names()).toHaveLength(1);
    expect(here.problems).toEqual([]);
  });

  it('that cannot be made are told, and leave nothing half-made', async () => {
    const lib = here.open();
    writeFileSync(join(here.folder, 'backups'), 'a file where the folder should be');
    await lib.backup();
    expect(here.problems).toMatchObject([{ code: 'cannot-back-up', file: here.file }]);
    rmSync(join(here.folder, 'backups'));
    mkdirSync(join(here.folder, 'backups', 'library-20261124-093015.db.tmp', 'in the way'), { recursive: true });
    await lib.backup();
    expect(here.codes()).toEqual(['cannot-back-up', 'cannot-back-up']);
  });
});
