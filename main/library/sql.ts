/** A thin layer over libsql: statements kept, values passed one way, and its errors sorted by what they mean. */
import Database from 'libsql';

export type Value = string | number | Uint8Array | null;

/** How long another process may hold the library before we say so, in ms. */
const BUSY_MS = 250;

/** Why the disk did not do what was asked. */
export type Fault = 'full' | 'unwritable' | 'locked' | 'damaged' | 'io';

/** One connection to a database. Everything is synchronous. */
export class Sql {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  /** Opens a file, `:memory:`, or a `file:` URI as SQLite has them. Most faults of a file show at its first use, not here. */
  constructor(path: string) {
    this.#db = new Database(path, { timeout: BUSY_MS });
  }

  /** Runs statements and throws away what they answer. Unlike `all` and `run` it leaves nothing behind that outlives `close`. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  all<Row>(sql: string, values: readonly Value[] = []): Row[] {
    return this.#prepare(sql).all([...values]) as Row[];
  }

  /** The first row of an answer. */
  first<Row>(sql: string, values: readonly Value[] = []): Row | undefined {
    return this.all<Row>(sql, values)[0];
  }

  /** Runs one statement and answers how many rows it changed. */
  run(sql: string, values: readonly Value[] = []): number {
    return this.#prepare(sql).run([...values]).changes;
  }

  /** Does the work in one transaction: all of it is on the disk when this returns, or none of it when it throws. */
  transaction<Result>(work: () => Result): Result {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has already ended the transaction.
      if (this.#db.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Whether an SQL condition holds. It is asked through `exec`, so that a file that turns out to be damaged can be
   * let go of at once: libsql keeps a file open after `close` until every statement prepared on it was garbage
   * collected, and SQLite then deletes that path's log, which would be the log of the file put in its place.
   */
  holds(condition: string): boolean {
    try {
      this.exec(assertion(condition));
      return true;
    } catch (error) {
      if (isFalse(error)) return false;
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.open) this.#db.close();
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

/** SQL that fails with an error for which `isFalse` holds, unless the condition is true. */
export const assertion = (condition: string) => `SELECT iif(${condition}, 1, json('false'||'!'))`;

export const isFalse = (error: unknown) => messageOf(error).includes('malformed JSON');

/** The whole file was read and its structure is sound. */
export const QUICK_CHECK = `(SELECT group_concat(quick_check) FROM pragma_quick_check) = 'ok'`;

/** SQLite's result codes and Node's error codes, by what they mean for the agent. https://sqlite.org/rescode.html */
const FAULTS: readonly (readonly [RegExp, Fault])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|13$)/, 'full'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED|EBUSY|[56]$)/, 'locked'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB|11$|26$)/, 'damaged'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|EEXIST|3$|8$|14$)/, 'unwritable'],
  [/^(SQLITE_IOERR|EIO|10$)/, 'io'],
];

/** What an error says about the disk or the file; null when it is about neither. */
export function faultOf(error: unknown): Fault | null {
  const code = codeOf(error);
  return FAULTS.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}

/** The engine's own words, with its code, for the log. */
export function detailOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code ? `${code}: ${messageOf(error)}` : messageOf(error);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code) return code;
  // Where a connection cannot even be made, libsql has the code in the message only: `…database PATH: 14")`.
  return /ConnectionFailed\(.*: (\d+)"\)$/s.exec(messageOf(error))?.[1] ?? '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What was read, as it can be bound again: libsql answers a BLOB as an ArrayBuffer, and takes it as a Uint8Array. */
export function bindable<V extends Value>(value: V | ArrayBuffer): V | Uint8Array {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}
