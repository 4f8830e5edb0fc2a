/** Backups: a copy of the library a day and at each quit, made beside the work and checked before they are relied on. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import AsyncDatabase from 'libsql/promise';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { versionOf } from './migrations';
import { probe } from './reading';
import { assertion, faultOf, isFalse, QUICK_CHECK, Sql } from './sql';

const KEEP = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface Backup {
  path: string;
  /** When it was made, by its name. */
  at: number;
}

/** `daily`: unless there is one of the last 24 hours. `quit`: unless nothing was written since the newest. */
export type BackupReason = 'daily' | 'quit';

export type BackupResult = 'made' | 'not-needed' | 'damaged';

/**
 * Checks the library and copies it into `backups/`, on another thread, while it is in use. A library that does not
 * pass is not copied: it would push out the good ones. Rejects when the disk refuses.
 */
export async function makeBackup(file: string, now: number, reason: BackupReason): Promise<BackupResult> {
  const [newest] = backups(file);
  if (newest && (reason === 'daily' ? now - newest.at < DAY_MS : !changedSince(file, newest))) return 'not-needed';
  mkdirSync(folderOf(file), { recursive: true });
  const path = join(folderOf(file), `library-${stamp(now, true)}.db`);
  const unfinished = `${path}.tmp`;
  rmSync(unfinished, { force: true });
  const db = new AsyncDatabase(file, { timeout: 2_000 });
  try {
    if (!(await isSound(db))) return 'damaged';
    await db.exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    await sync(unfinished);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    await db.close();
  }
  prune(file, now);
  return 'made';
}

/** Whether a file is a library that is sound and that we can use. It is not written to, whatever its state. */
export function isGood(path: string): boolean {
  let sql: Sql | undefined;
  try {
    sql = new Sql(readOnlyUri(path));
    const version = versionOf(sql);
    if (version === undefined || !sql.holds(QUICK_CHECK)) return false;
    probe(sql, version);
    return true;
  } catch {
    // Whatever kept it from being read, it is no backup to rely on.
    return false;
  } finally {
    sql?.close();
  }
}

/** SQLite's name for a file that is read as it lies there, without locks and without its log. https://sqlite.org/uri.html */
export const readOnlyUri = (path: string) => `${pathToFileURL(path).href}?mode=ro&immutable=1`;

export function newestGood(file: string): Backup | undefined {
  return backups(file).find(({ path }) => isGood(path));
}

/** Backups by the time in their name, newest first. */
export function backups(file: string): Backup[] {
  if (!existsSync(folderOf(file))) return [];
  return readdirSync(folderOf(file))
    .flatMap((name) => {
      const parts = /^library-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.db$/.exec(name)?.slice(1).map(Number);
      if (!parts) return [];
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
      return [{ path: join(folderOf(file), name), at: new Date(year, month - 1, day, hour, minute, second).getTime() }];
    })
    .sort((a, b) => b.at - a.at);
}

/** A local time for the name of a file: 20261124-0930, with seconds 20261124-093015. */
export function stamp(time: number, seconds: boolean): string {
  const date = new Date(time);
  const [month, day, hour, minute, second] = [date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()].map((n) =>
    String(n).padStart(2, '0'),
  );
  return `${date.getFullYear()}${month}${day}-${hour}${minute}${seconds ? second : ''}`;
}

const folderOf = (file: string) => join(dirname(file), 'backups');

/** By the disk's own times: the log counts while it holds something. */
function changedSince(file: string, backup: Backup): boolean {
  const made = statSync(backup.path).mtimeMs;
  return [file, `${file}-wal`].some((path) => existsSync(path) && statSync(path).size > 0 && statSync(path).mtimeMs > made);
}

async function isSound(db: AsyncDatabase): Promise<boolean> {
  try {
    await db.exec(assertion(QUICK_CHECK));
    return true;
  } catch (error) {
    if (faultOf(error) === 'damaged' || isFalse(error)) return false;
    throw error;
  }
}

/** SQLite does not wait for the disk when it copies. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Deletes all but the newest ten, and of earlier days all but the last: an agent who restarts ten times on one bad
 * day still has the backups of the days before.
 */
function prune(file: string, now: number): void {
  const today = stamp(now, false).slice(0, 8);
  const days = new Set<string>();
  const kept = backups(file).filter(({ at }) => {
    const day = stamp(at, false).slice(0, 8);
    if (day === today) return true;
    return !days.has(day) && days.add(day);
  });
  const keep = new Set(kept.slice(0, KEEP).map(({ path }) => path));
  for (const { path } of backups(file)) if (!keep.has(path)) rmSync(path, { force: true });
}
