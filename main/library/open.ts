/** Opens the library's file, whatever state it is in: whole, damaged, gone, locked, of a newer version, or not to be written. */
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProblemError, type Problem } from '../problem';
import { newestGood, readOnlyUri, stamp, type Backup } from './backup';
import { migrate, MIGRATIONS, versionOf } from './migrations';
import { copyFile, probe } from './reading';
import { detailOf, faultOf, QUICK_CHECK, Sql } from './sql';

type Report = (problem: Problem) => void;

/**
 * Opens a library for reading and writing. One that is damaged is set aside under a name that says so, and the newest
 * backup that is whole takes its place; so it does when the file is gone. `report` is told which is which. Throws
 * ProblemError when it is locked, cannot be written or is of a newer version: then nothing was touched.
 */
export function openFile(file: string, now: number, report: Report): Sql {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (isGone(file)) restoreLost(file, report);
    return openChecked(file);
  } catch (error) {
    if (!isDamage(error)) throw asProblem(error, file);
    try {
      replace(file, now, detailOf(error), report);
      return openChecked(file);
    } catch (error) {
      throw asProblem(error, file);
    }
  }
}

/** An empty library that lives as long as the app, with the newest schema or an older one. */
export function openInMemory(version = MIGRATIONS.length): Sql {
  const sql = new Sql(':memory:');
  migrate(sql, ':memory:', version);
  return sql;
}

/**
 * A library in memory that holds what can be read of a file that could not be opened for the reason `why`, else of its
 * newest good backup. It is empty where there is neither, and for one of a newer version, of which we know nothing.
 */
export function readIntoMemory(file: string, why: Problem): Sql {
  for (const uri of waysToRead(file, why)) {
    let sql: Sql | undefined;
    try {
      const version = schemaOf(uri);
      sql = openInMemory(version);
      copyFile(uri, sql, version);
      migrate(sql, ':memory:');
      return sql;
    } catch {
      // Another way may do; that none did is told by `why`.
      sql?.close();
    }
  }
  return openInMemory();
}

function schemaOf(uri: string): number {
  const sql = new Sql(uri);
  try {
    return versionOf(sql) ?? MIGRATIONS.length;
  } finally {
    sql.close();
  }
}

function waysToRead(file: string, why: Problem): string[] {
  if (why.code === 'library-newer') return [];
  const backup = newestGood(file);
  const ways = isGone(file) ? [] : [`${pathToFileURL(file).href}?mode=ro`];
  // A read-only folder that was left clean: the log, which SQLite cannot make there, is not needed. Past all locks, so
  // not while another process writes.
  if (ways.length > 0 && why.code !== 'library-locked' && !existsSync(`${file}-wal`)) ways.push(readOnlyUri(file));
  return backup ? [...ways, readOnlyUri(backup.path)] : ways;
}

/** Has the library checked whole at the next start, because damage was seen in a part that a start does not read. */
export function suspect(file: string): void {
  try {
    writeFileSync(suspectMark(file), '');
  } catch {
    // A disk that takes no empty file is told of by everything else that is written.
  }
}

const suspectMark = (file: string) => `${file}.suspect`;

/** Opens, brings to the newest schema, reads what a start reads, and makes sure that it can be written. */
function openChecked(file: string): Sql {
  checkHeader(file);
  const sql = new Sql(file);
  try {
    // FULL: a reply that was inserted and learned survives a power cut, not only a crash of ours.
    sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY');
    // What was forgotten is overwritten, not only let go of.
    sql.exec('PRAGMA secure_delete = ON');
    migrate(sql, file);
    probe(sql, MIGRATIONS.length);
    if (existsSync(suspectMark(file))) {
      if (!sql.holds(QUICK_CHECK)) throw Object.assign(new Error('quick_check failed'), { code: 'SQLITE_CORRUPT' });
      rmSync(suspectMark(file), { force: true });
    }
    // A write that is taken back: BEGIN IMMEDIATE alone succeeds on a file that may only be read.
    sql.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${MIGRATIONS.length}; ROLLBACK`);
    return sql;
  } catch (error) {
    sql.close();
    throw error;
  }
}

/**
 * Tells a file that is no database at all before SQLite sees it: that would delete its log, which may be whole.
 * https://sqlite.org/fileformat.html, 1.3
 */
function checkHeader(file: string): void {
  if (isGone(file)) return;
  const header = Buffer.alloc(16);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header);
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1') !== 'SQLite format 3\0') throw Object.assign(new Error('not a database'), { code: 'SQLITE_NOTADB' });
}

/** Not there, or empty as a crash while it was being made leaves it. */
function isGone(file: string): boolean {
  return !existsSync(file) || (statSync(file).size === 0 && !existsSync(`${file}-wal`));
}

/** The library was deleted, or a start was cut off between setting it aside and putting the backup in. */
function restoreLost(file: string, report: Report): void {
  const backup = newestGood(file);
  if (!backup) return;
  putInPlace(backup, file);
  report({ code: 'library-missing', file, params: { backupAt: backup.at } });
}

function replace(file: string, now: number, detail: string, report: Report): void {
  const kept = setAside(file, now);
  const backup = newestGood(file);
  if (backup) putInPlace(backup, file);
  rmSync(suspectMark(file), { force: true });
  const missing = backup && outcomesMissing(kept, backup.path);
  report({
    code: 'library-damaged',
    file,
    params: { kept: basename(kept), backupAt: backup?.at ?? 0, ...(missing === undefined ? {} : { missing }) },
    detail,
  });
}

/** Renames the file with its log, the log first: left alone it would be taken for the log of the next file of that name. */
function setAside(file: string, now: number): string {
  const base = join(dirname(file), `library-damaged-${stamp(now, false)}`);
  let kept = `${base}.db`;
  for (let n = 2; existsSync(kept) || existsSync(`${kept}-wal`); n++) kept = `${base}-${n}.db`;
  for (const part of ['-wal', '-shm', '']) if (existsSync(file + part)) renameSync(file + part, kept + part);
  return kept;
}

/** Whole or not at all: a copy that was cut off has another name. */
function putInPlace(backup: Backup, file: string): void {
  const unfinished = `${file}.restoring`;
  copyFileSync(backup.path, unfinished);
  const handle = openSync(unfinished, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true });
  renameSync(unfinished, file);
}

/** How many outcomes of a damaged file its backup does not hold; undefined where that cannot be read any more. */
function outcomesMissing(damaged: string, backup: string): number | undefined {
  const count = (path: string) => new Sql(readOnlyUri(path)).first<{ n: number }>('SELECT count(*) AS n FROM outcomes')?.n ?? 0;
  try {
    return Math.max(0, count(damaged) - count(backup));
  } catch {
    return undefined;
  }
}

/** A file that SQLite cannot make sense of, or that lacks what its version says it holds. */
function isDamage(error: unknown): boolean {
  return faultOf(error) === 'damaged' || (error as { code?: unknown } | null)?.code === 'SQLITE_ERROR';
}

function asProblem(error: unknown, file: string): ProblemError {
  if (error instanceof ProblemError) return error;
  const fault = faultOf(error) ?? 'io';
  return new ProblemError({ code: fault === 'locked' ? 'library-locked' : 'library-unwritable', file, params: { fault }, detail: detailOf(error) });
}
