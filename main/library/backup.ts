import Database from 'libsql';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ProblemError, type Problem } from '../problem';
import { migrate } from './migrations';

const KEEP = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Opens a library. One that is damaged is set aside under a name that says so, and the newest backup that is whole
 * takes its place; `onProblem` is told which is which. Throws ProblemError when it is locked, cannot be written or is
 * of a newer version: then nothing was touched.
 */
export function openOrRestore(file: string, now: number, onProblem: (problem: Problem) => void): Database.Database {
  try {
    return open(file);
  } catch (error) {
    if (!isDamage(error)) throw asProblem(error, file);
    const kept = setAside(file, now);
    const backup = newestGood(file);
    if (backup) copyFileSync(backup.path, file);
    onProblem({ code: 'library-damaged', file, params: { kept: basename(kept), backupAt: backup?.at ?? 0 }, detail: String(error) });
    return open(file);
  }
}

/** Makes a backup unless there is one of the last day; the oldest beyond ten are deleted. */
export function backUp(db: Database.Database, file: string, now: number): void {
  const folder = backupFolder(file);
  mkdirSync(folder, { recursive: true });
  const [newest] = backups(file);
  if (newest && now - newest.at < DAY_MS) return;
  const [check] = db.prepare('PRAGMA quick_check').all() as { quick_check: string }[];
  if (check?.quick_check !== 'ok') throw new Error(`quick_check: ${check?.quick_check}`);
  const path = join(folder, `library-${stamp(now)}.db`);
  rmSync(path, { force: true });
  db.prepare('VACUUM INTO ?').run([path]);
  for (const { path: old } of backups(file).slice(KEEP)) rmSync(old);
}

function open(file: string): Database.Database {
  const db = new Database(file, { timeout: 500 });
  try {
    db.pragma('journal_mode = WAL');
    // A reply that was inserted and learned must survive a power cut, not only a crash of ours.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db, file);
    db.prepare('SELECT count(*) FROM rules').get();
    db.prepare('SELECT count(*) FROM outcomes').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function setAside(file: string, now: number): string {
  let kept = join(dirname(file), `library-damaged-${stamp(now)}.db`);
  for (let n = 2; existsSync(kept); n++) kept = join(dirname(file), `library-damaged-${stamp(now)}-${n}.db`);
  for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, kept + part);
  return kept;
}

function newestGood(file: string): { path: string; at: number } | undefined {
  return backups(file).find(({ path }) => {
    try {
      const db = new Database(path, { readonly: true } as Database.Options);
      const [check] = db.prepare('PRAGMA quick_check').all() as { quick_check: string }[];
      db.close();
      return check?.quick_check === 'ok';
    } catch {
      return false;
    }
  });
}

const backupFolder = (file: string) => join(dirname(file), 'backups');

/** Backups by the time in their name, newest first. */
function backups(file: string): { path: string; at: number }[] {
  const folder = backupFolder(file);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const m = /^library-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.db$/.exec(name);
      if (!m) return [];
      const [year, month, day, hour, minute, second] = m.slice(1).map(Number) as [number, number, number, number, number, number];
      return [{ path: join(folder, name), at: new Date(year, month - 1, day, hour, minute, second).getTime() }];
    })
    .sort((a, b) => b.at - a.at);
}

function stamp(now: number): string {
  const date = new Date(now);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

const messageOf = (error: unknown) => (error instanceof Error ? `${(error as { code?: string }).code ?? ''} ${error.message}` : String(error));

function isDamage(error: unknown): boolean {
  return !(error instanceof ProblemError) && /NOTADB|CORRUPT|not a database|malformed/i.test(messageOf(error));
}

function asProblem(error: unknown, file: string): ProblemError {
  if (error instanceof ProblemError) return error;
  const locked = /BUSY|LOCKED|locked/i.test(messageOf(error));
  return new ProblemError({ code: locked ? 'library-locked' : 'library-unwritable', file, detail: messageOf(error) });
}
