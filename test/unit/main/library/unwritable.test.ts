import Database from 'libsql';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../../../main/problem';
import { exactRule, outcomeOf } from '../../support/rules';
import { letGo, PACK, useLibraries } from './support';

const here = useLibraries();
const rule = (id: string) => exactRule(`问${id}`, `答${id}`, { id });
const ids = (lib: { rules(): readonly { id: string }[] }) => lib.rules().map(({ id }) => id);

describe('a library that another program holds', () => {
  it('says so when something is to be saved, keeps it in memory and saves it later, in its order', () => {
    const lib = here.open();
    lib.record(outcomeOf('1', '1'), { put: [rule('a')] });
    const other = new Database(here.file);
    other.exec('BEGIN EXCLUSIVE');
    const outcome = outcomeOf('2', '2');
    expect(() => lib.record(outcome, { put: [rule('b')] })).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'cannot-save', file: here.file, params: { fault: 'locked' } }) }));
    expect(() => lib.record(outcomeOf('3', '3'), { put: [{ ...rule('b'), name: 'changed' }, rule('c')] })).toThrow(ProblemError);
    expect(() => lib.retry()).toThrow(ProblemError);
    expect(lib.pending).toBe(2);
    expect(lib.saving).toBe(false);
    expect(ids(lib)).toEqual(['a', 'b', 'c']);
    other.exec('ROLLBACK');
    other.close();
    lib.retry();
    expect(lib.pending).toBe(0);
    expect(lib.saving).toBe(true);
    expect(lib.rules().map(({ name }) => name)).toEqual(['问a', 'changed', '问c']);
    lib.close();
    expect(ids(here.open())).toEqual(['a', 'b', 'c']);
  });

  it('can be undone in all the same; that is told, and saved later', () => {
    const lib = here.open();
    const outcome = outcomeOf('1', '1', { ruleId: 'x', kind: 'accepted' });
    lib.record(outcome, { put: [rule('a')] });
    const other = new Database(here.file);
    other.exec('BEGIN EXCLUSIVE');
    expect(lib.undo(outcome.id)).toMatchObject({ put: [], removed: ['a'] });
    expect(here.codes()).toEqual(['cannot-save']);
    expect([ids(lib), lib.records().get('x'), lib.pending]).toEqual([[], undefined, 1]);
    other.exec('ROLLBACK');
    other.close();
    lib.close();
    expect(ids(here.open())).toEqual([]);
  });

  it('is saved with the next change once it is free, without asking', () => {
    const lib = here.open();
    const other = new Database(here.file);
    other.exec('BEGIN EXCLUSIVE');
    expect(() => lib.putRule(rule('a'))).toThrow(ProblemError);
    other.exec('ROLLBACK');
    other.close();
    lib.putRule(rule('b'));
    expect(lib.pending).toBe(0);
    lib.close();
    expect(ids(here.open())).toEqual(['a', 'b']);
  });

  it('when the app starts, is read and neither renamed nor written', () => {
    const first = here.open([PACK]);
    first.record(outcomeOf('1', '1'), { put: [rule('a')] });
    first.close();
    const other = new Database(here.file);
    other.exec('BEGIN EXCLUSIVE');
    const lib = here.open([PACK]);
    expect(here.problems).toMatchObject([{ code: 'library-locked', file: here.file }]);
    expect(ids(lib)).toEqual(['p/hello', 'a']);
    expect(() => lib.putRule(rule('b'))).toThrow(ProblemError);
    other.exec('ROLLBACK');
    other.close();
    lib.retry();
    expect(ids(lib)).toEqual(['p/hello', 'a', 'b']);
  });
});

describe('a folder in which nothing can be made', () => {
  it('leaves the app working on its packs, and what is learned is saved once it can be', () => {
    const parent = here.folder;
    here.folder = join(parent, 'in the way');
    writeFileSync(here.folder, 'a file');
    const lib = here.open([PACK]);
    expect(here.problems).toMatchObject([{ code: 'library-unwritable', file: join(here.folder, 'library.db') }]);
    expect(() => lib.record(outcomeOf('1', '1'), { put: [rule('a')] })).toThrow(/cannot-save/);
    expect(ids(lib)).toEqual(['p/hello', 'a']);
    rmSync(here.folder);
    lib.retry();
    lib.close();
    expect(ids(here.open([PACK]))).toEqual(['p/hello', 'a']);
    here.folder = parent;
  });
});

const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && canMount();

/** Real disks of our own: what a full or read-only one does is not to be imagined. Only root can make one. */
describe.runIf(mayMount)('on a disk of its own', () => {
  let disk = '';
  function mount(options: string): void {
    disk = join(here.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', disk]);
    here.folder = disk;
    here.file = join(disk, 'library.db');
  }
  afterEach(() => {
    if (disk) execFileSync('umount', ['-l', disk]);
    disk = '';
  });

  it('that is full, nothing that was saved is lost, and the rest is saved when there is room', async () => {
    mount('size=600k');
    const lib = here.open();
    let saved = 0;
    const record = (n: number) => lib.record(outcomeOf(`${n}`, '长'.repeat(3_000)), { put: [rule(`r${n}`)] });
    const fill = () => {
      for (;; saved++) record(saved);
    };
    expect(fill).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'cannot-save', file: here.file, params: { fault: 'full' } }) }));
    expect(saved).toBeGreaterThan(5);
    expect(lib.pending).toBe(1);
    expect(() => record(saved + 1)).toThrow(ProblemError);
    const all = Array.from({ length: saved + 2 }, (_, n) => `r${n}`);
    expect(ids(lib)).toEqual(all);
    expect(() => lib.retry()).toThrow(ProblemError);
    execFileSync('mount', ['-o', 'remount,size=5m', disk]);
    lib.retry();
    expect(lib.pending).toBe(0);
    lib.close();
    await letGo();
    const again = here.open();
    expect(ids(again)).toEqual(all);
    expect(again.outcomesSince(0)).toHaveLength(saved + 2);
    expect(here.codes()).toEqual([]);
  });

  it('that is full at a quit, what was saved is there at the next start', async () => {
    mount('size=600k');
    const lib = here.open();
    let saved = 0;
    expect(() => {
      for (;; saved++) lib.record(outcomeOf(`${saved}`, '长'.repeat(3_000)));
    }).toThrow(ProblemError);
    lib.close();
    expect(here.codes()).toEqual(['cannot-save']);
    await letGo();
    expect(here.open().outcomesSince(0)).toHaveLength(saved);
  });

  it('that is full, a backup that finds no room is told and not left half-made', async () => {
    mount('size=600k');
    const lib = here.open();
    expect(() => {
      for (;;) lib.record(outcomeOf('满', '长'.repeat(3_000)));
    }).toThrow(ProblemError);
    await lib.backup();
    expect(here.problems).toMatchObject([{ code: 'cannot-back-up', detail: expect.stringContaining('SQLITE_FULL') as string }]);
    expect(existsSync(join(disk, 'backups', 'library-20261124-093015.db.tmp'))).toBe(false);
  });

  it('that is full from the start, the app works on its packs', () => {
    mount('size=8k');
    const lib = here.open([PACK]);
    expect(here.codes()).toEqual(['library-unwritable']);
    expect(lib.rules()).toEqual(PACK.rules);
  });

  it.each([['after a clean end', true], ['after a crash', false]])('that is read-only %s, everything is read and nothing written', async (_how, clean) => {
    mount('size=5m');
    const first = here.open([PACK]);
    first.record(outcomeOf('1', '1'), { put: [rule('a')] });
    if (clean) first.close();
    const left = ['', '-wal', '-shm'].filter((part) => existsSync(here.file + part)).map((part) => [here.file + part, readFileSync(here.file + part)] as const);
    first.close();
    await letGo();
    for (const [path, bytes] of clean ? [] : left) writeFileSync(path, bytes);
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const lib = here.open([PACK]);
    expect(here.problems).toMatchObject([{ code: 'library-unwritable', file: here.file }]);
    expect(ids(lib)).toEqual(['p/hello', 'a']);
    expect(() => lib.putRule(rule('b'))).toThrow(/cannot-save/);
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    lib.retry();
    lib.close();
    expect(ids(here.open([PACK]))).toEqual(['p/hello', 'a', 'b']);
  });

  it('that is read-only and holds a damaged library, its backup is read in place', async () => {
    mount('size=5m');
    const first = here.open();
    first.putRule(rule('a'));
    await first.backup();
    first.close();
    await letGo();
    writeFileSync(here.file, 'broken'.repeat(1_000));
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const lib = here.open();
    expect(ids(lib)).toEqual(['a']);
    expect(here.codes()).toEqual(['library-unwritable']);
    expect(statSync(here.file).size).toBe(6_000);
  });
});

function canMount(): boolean {
  const folder = join(process.cwd(), 'node_modules', '.cache', `mount-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'none', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
