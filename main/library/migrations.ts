import type Database from 'libsql';
import { ProblemError } from '../problem';

/** One entry a version of the schema; never changed once released, only followed by the next. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE rules (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
   -- Every state that a rule was ever in, oldest first; json is null where it was deleted.
   CREATE TABLE rule_versions (
     n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, seat TEXT NOT NULL, at INTEGER NOT NULL,
     json TEXT, cause TEXT) STRICT;
   CREATE INDEX rule_versions_rule ON rule_versions (rule, n);
   CREATE INDEX rule_versions_cause ON rule_versions (cause);
   CREATE TABLE outcomes (
     id TEXT PRIMARY KEY, seat TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, rule TEXT, json TEXT NOT NULL) STRICT;
   CREATE INDEX outcomes_at ON outcomes (at);
   -- An outcome is never deleted; taking it back is an entry of its own.
   CREATE TABLE undone (outcome TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
   CREATE TABLE packs (id TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT;`,
];

/** Brings a database to the newest schema, each step whole or not at all. Throws for one of a newer version of the app. */
export function migrate(db: Database.Database, file: string): void {
  const [row] = db.prepare('PRAGMA user_version').all() as { user_version: number }[];
  const version = row?.user_version ?? 0;
  if (version > MIGRATIONS.length) throw new ProblemError({ code: 'library-newer', file, params: { version, known: MIGRATIONS.length } });
  for (let next = version; next < MIGRATIONS.length; next++) {
    db.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[next]}; PRAGMA user_version = ${next + 1}; COMMIT`);
  }
}
