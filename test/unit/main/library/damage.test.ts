import Database from 'libsql';
import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exactRule, outcomeOf } from '../../support/rules';
import { DAY, letGo, PACK, useLibraries } from './support';

const here = useLibraries();
const rule = (id: string) => exactRule(`问${id}`, `答${id}`, { id });
const ids = (lib: { rules(): readonly { id: string }[] }) => lib.rules().map(({ id }) => id);
const backups = () => readdirSync(join(here.folder, 'backups')).map((name) => join(here.folder, 'backups', name));

/** A library with one outcome in its backup and two more after it. */
async function libraryWithBackup(): Promise<void> {
  const lib = here.open();
  lib.record(outcomeOf('1', '1'), { put: [rule('kept')] });
  await lib.backup();
  lib.record(outcomeOf('2', '2'), { put: [rule('lost')] });
  lib.record(outcomeOf('3', '3'));
  lib.close();
  await letGo();
}

/** Overwrites pages in the middle of the file, so that it still opens. */
function spoilPages(file: string, from: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xab, from);
  writeFileSync(file, bytes);
}

describe('a damaged library', () => {
  it.each([
    ['no database at all', 'this is not a database, not at all'.repeat(100)],
    ['random bytes behind a right header', 'SQLite format 3\0' + 'x'.repeat(5_000)],
  ])('that is %s is set aside and named, and the newest good backup is used', async (_what, bytes) => {
    await libraryWithBackup();
    writeFileSync(here.file, bytes);
    const backupAt = Math.floor(here.now / 1000) * 1000;
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.problems).toMatchObject([{ code: 'library-damaged', file: here.file, params: { kept: 'library-damaged-20261124-0930.db', backupAt } }]);
    expect(readFileSync(join(here.folder, 'library-damaged-20261124-0930.db'), 'utf8')).toBe(bytes);
  });

  it.each([1, 2, 4])('whose pages from the %sth on are overwritten is noticed when it is opened', async (page) => {
    await libraryWithBackup();
    spoilPages(here.file, page * 4096);
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.codes()).toEqual(['library-damaged']);
  });

  it('that was cut off is noticed', async () => {
    await libraryWithBackup();
    truncateSync(here.file, 9_000);
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.codes()).toEqual(['library-damaged']);
  });

  it('says how many outcomes are missing where that can still be read', async () => {
    await libraryWithBackup();
    const db = new Database(here.file);
    db.exec('DROP TABLE undone');
    db.close();
    here.open();
    expect(here.problems).toMatchObject([{ code: 'library-damaged', params: { missing: 2 } }]);
  });

  it('takes its log away with it: nothing of that is read into the backup', async () => {
    await libraryWithBackup();
    const copy = `${here.file}.copy`;
    copyFileSync(here.file, copy);
    const db = new Database(copy);
    db.exec(`PRAGMA journal_mode = WAL; UPDATE rules SET id = 'from the log' WHERE id = 'kept'`);
    const log = readFileSync(`${copy}-wal`);
    db.close();
    writeFileSync(here.file, 'broken'.repeat(1_000));
    writeFileSync(`${here.file}-wal`, log);
    expect(ids(here.open())).toEqual(['kept']);
    expect(readFileSync(join(here.folder, 'library-damaged-20261124-0930.db-wal')).equals(log)).toBe(true);
  });

  it('is worked on as before: what is learned next is there after a restart', async () => {
    await libraryWithBackup();
    writeFileSync(here.file, 'broken'.repeat(1_000));
    const lib = here.open();
    lib.record(outcomeOf('4', '4'), { put: [rule('new')] });
    lib.close();
    await letGo();
    expect(ids(here.open())).toEqual(['kept', 'new']);
  });

  it('passes over a backup that is damaged too', async () => {
    await libraryWithBackup();
    const [good = ''] = backups();
    copyFileSync(good, join(here.folder, 'backups', 'library-20200101-000000.db'));
    spoilPages(good, 3 * 4096);
    writeFileSync(here.file, 'broken'.repeat(1_000));
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.problems[0]?.params?.['backupAt']).toBe(new Date(2020, 0, 1).getTime());
  });

  it('passes over a file among the backups that is sound but no library of ours', async () => {
    await libraryWithBackup();
    const db = new Database(join(here.folder, 'backups', 'library-20261124-235959.db'));
    db.exec('CREATE TABLE rules (id TEXT); PRAGMA user_version = 2');
    db.close();
    writeFileSync(here.file, 'broken'.repeat(1_000));
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.codes()).toEqual(['library-damaged']);
  });

  it('starts anew without a backup, and never overwrites what was set aside before', async () => {
    writeFileSync(here.file, 'broken'.repeat(1_000));
    const lib = here.open([PACK]);
    expect(lib.rules()).toEqual(PACK.rules);
    expect(here.problems).toMatchObject([{ code: 'library-damaged', params: { backupAt: 0 } }]);
    lib.close();
    await letGo();
    writeFileSync(here.file, 'again'.repeat(1_000));
    here.open();
    const kept = readdirSync(here.folder).filter((name) => /^library-damaged.*db$/.test(name));
    expect(kept.map((name) => readFileSync(join(here.folder, name), 'utf8').slice(0, 5)).sort()).toEqual(['again', 'broke']);
  });
});

describe('damage that a start does not see', () => {
  /** Spoils a place in the log of versions that is read by nothing but the full check. */
  async function spoilQuietly(): Promise<void> {
    const lib = here.open();
    for (let n = 0; n < 60; n++) lib.putRule(exactRule('同一条', '长'.repeat(2_000) + n, { id: 'kept' }));
    await lib.backup();
    lib.close();
    await letGo();
    const bytes = readFileSync(here.file);
    const at = bytes.indexOf('长'.repeat(20) , 20 * 4096);
    bytes.fill(0xff, at - (at % 4096), at - (at % 4096) + 4096);
    writeFileSync(here.file, bytes);
  }

  it('is found by the check before a backup, which is not made; the next start mends it', async () => {
    await spoilQuietly();
    here.now += 2 * DAY;
    const lib = here.open();
    expect(here.codes()).toEqual([]);
    await lib.backup();
    expect(here.codes()).toEqual(['library-suspect']);
    expect(backups()).toHaveLength(1);
    lib.close();
    await letGo();
    here.problems = [];
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.codes()).toEqual(['library-damaged']);
  });
});

describe('a library that is gone', () => {
  it.each([['deleted', () => rmSync(here.file)], ['empty', () => truncateSync(here.file)]])('because it is %s is brought back from its newest backup', async (_how, lose) => {
    await libraryWithBackup();
    lose();
    expect(ids(here.open())).toEqual(['kept']);
    expect(here.codes()).toEqual(['library-missing']);
  });
});

describe('a library of a newer version of the app', () => {
  it('is not touched, and the app runs on what ships', async () => {
    const first = here.open();
    first.putRule(rule('of the newer version'));
    first.close();
    await letGo();
    const db = new Database(here.file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    const before = readFileSync(here.file);
    const lib = here.open([PACK]);
    expect(lib.rules()).toEqual(PACK.rules);
    expect(here.problems).toMatchObject([{ code: 'library-newer', file: here.file }]);
    expect(() => lib.record(outcomeOf('m', 'r'), { put: [rule('kept in memory')] })).toThrow(/library-newer/);
    expect(ids(lib)).toEqual(['p/hello', 'kept in memory']);
    lib.close();
    await letGo();
    expect(readFileSync(here.file).equals(before)).toBe(true);
  });
});
