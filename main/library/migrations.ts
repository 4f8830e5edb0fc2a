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
   ALTER TABLE outcomes ADD COLUMN variant INTEGER GENERATED ALWAYS AS (json ->> '$.variant') VIRTUAL;
   DROP INDEX outcomes_rule;
   CREATE INDEX outcomes_rule ON outcomes (rule, kind, variant, at, id) WHERE rule IS NOT NULL;`,

  `-- What changed rules at one go and can be taken back at one go, oldest first: an outcome that taught something (its id
   -- is the outcome's), or what the agent did to what was learned. part_of is the step that it goes away with; note is
   -- the name of a file, or for a roll-back the time that it goes back to.
   CREATE TABLE steps (
     n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seat TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
     part_of TEXT, note TEXT) STRICT;
   CREATE INDEX steps_part_of ON steps (part_of) WHERE part_of IS NOT NULL;
   INSERT INTO steps (id, seat, at, kind)
     SELECT id, seat, at, 'outcome' FROM outcomes WHERE id IN (SELECT cause FROM rule_versions) ORDER BY n;
   -- What a step of the kinds undone and rolled-back takes back: outcomes, and steps that changed rules.
   CREATE TABLE taken_back (n INTEGER PRIMARY KEY, step TEXT NOT NULL, cause TEXT NOT NULL, UNIQUE (cause, step)) STRICT;
   CREATE INDEX taken_back_step ON taken_back (step);
   -- undone holds from now on the steps that are themselves taken back. What does not count at present:
   CREATE VIEW out_of_force AS
     WITH taken AS (
       SELECT outcome AS cause FROM undone
       UNION SELECT cause FROM taken_back WHERE step NOT IN (SELECT outcome FROM undone))
     SELECT cause FROM taken UNION SELECT id FROM steps WHERE part_of IN (SELECT cause FROM taken);
   -- Rules that wait for the agent's review.
   CREATE TABLE waiting (rule TEXT NOT NULL PRIMARY KEY) STRICT;
   -- What outcomes told the model of relevance: features and no conversation. Told again in order, it is the model.
   CREATE TABLE lessons (outcome TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL) STRICT;`,
];

/**
 * Brings a database to the newest schema, or to an older one (`upTo`), each step whole or not at all. Throws ProblemError
 * for one of a newer version of the app, which is left as it is. Prepares no statement (see `Sql.holds`).
 */
export function migrate(sql: Sql, file: string, upTo = MIGRATIONS.length): void {
  const reached = (version: number) => sql.holds(`(SELECT user_version FROM pragma_user_version) >= ${version}`);
  if (reached(MIGRATIONS.length + 1)) {
    throw new ProblemError({ code: 'library-newer', file, params: { known: MIGRATIONS.length } });
  }
  MIGRATIONS.slice(0, upTo).forEach((step, index) => {
    if (reached(index + 1)) return;
    sql.transaction(() => sql.exec(`${step}; PRAGMA user_version = ${index + 1}`));
  });
}

/** Which of our schemas a database has, from 1; undefined for none of them. Prepares no statement. */
export function versionOf(sql: Sql): number | undefined {
  return MIGRATIONS.map((_, index) => index + 1).find((version) => sql.holds(`(SELECT user_version FROM pragma_user_version) = ${version}`));
}
