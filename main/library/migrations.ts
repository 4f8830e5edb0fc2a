import { ProblemError } from '../problem';
import type { Sql } from './sql';

/** One entry a version of the schema; never changed once released, only followed by the next. */
export const MIGRATIONS: readonly string[] = [
  `-- Each rule as it is now. All of it follows from rule_versions and undone; deleted rules stay, with the time.
   CREATE TABLE rules (
     n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, enabled INTEGER NOT NULL, "group" TEXT NOT NULL,
     source TEXT NOT NULL, version TEXT NOT NULL, deleted_at INTEGER) STRICT;
   -- Every state that a rule was ever put in, oldest first; json is null where it was deleted. cause is the outcome
   -- that it was learned from, pack the pack that it came with.
   CREATE TABLE rule_versions (
     n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, seat TEXT NOT NULL, at INTEGER NOT NULL,
     json TEXT, cause TEXT, pack TEXT) STRICT;
   CREATE INDEX rule_versions_rule ON rule_versions (rule, n);
   CREATE INDEX rule_versions_cause ON rule_versions (cause) WHERE cause IS NOT NULL;
   CREATE TABLE outcomes (
     n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seat TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
     rule TEXT, json TEXT NOT NULL) STRICT;
   CREATE INDEX outcomes_at ON outcomes (at);
   -- Holds all that counting the records of rules needs, so that a long log is not read for it.
   CREATE INDEX outcomes_rule ON outcomes (rule, kind, at, id) WHERE rule IS NOT NULL;
   -- An outcome is never deleted; taking it back is an entry of its own.
   CREATE TABLE undone (outcome TEXT NOT NULL PRIMARY KEY, seat TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   -- The packs whose rules were put in, each with a mark of its content.
   CREATE TABLE packs (id TEXT NOT NULL PRIMARY KEY, mark TEXT NOT NULL) STRICT;`,
  `-- Which of the rule's replies was taken.
   ALTER TABLE outcomes ADD COLUMN variant INTEGER;
   DROP INDEX outcomes_rule;
   CREATE INDEX outcomes_rule ON outcomes (rule, kind, variant, at, id) WHERE rule IS NOT NULL;`,
];

/**
 * Brings a database to the newest schema, each step whole or not at all. Throws ProblemError for one of a newer
 * version of the app, which is left as it is. Prepares no statement (see `Sql.holds`).
 */
export function migrate(sql: Sql, file: string): void {
  const reached = (version: number) => sql.holds(`(SELECT user_version FROM pragma_user_version) >= ${version}`);
  if (reached(MIGRATIONS.length + 1)) {
    throw new ProblemError({ code: 'library-newer', file, params: { known: MIGRATIONS.length } });
  }
  MIGRATIONS.forEach((step, index) => {
    if (reached(index + 1)) return;
    sql.transaction(() => sql.exec(`${step}; PRAGMA user_version = ${index + 1}`));
  });
}
