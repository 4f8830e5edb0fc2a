/** What is kept of conversations no longer than the agent wants. */
import type { Sql } from './sql';

/** An outcome that taught something that is in force: the sentence and the reply are what its rule is explained by. */
const IS_EVIDENCE = `id IN (SELECT id FROM steps WHERE kind = 'outcome') AND id NOT IN (SELECT cause FROM out_of_force)`;
const TEXTS = `'$.conversation', '', '$.shown', json('[]')`;
const HAS_TEXTS = `(json ->> '$.conversation' <> '' OR json -> '$.shown' <> '[]')`;

/**
 * Blanks message, replies and conversation in outcomes older than a time (ms since 1970); kind, rule, time, scope and
 * the share that was changed stay. Of an outcome that is evidence the message, the offered and the sent reply stay, too.
 * Answers how many outcomes were changed. For the caller's transaction.
 */
export function forgetTexts(sql: Sql, olderThan: number): number {
  const rest = sql.run(
    `UPDATE outcomes SET json = json_set(json_remove(json, '$.offered', '$.final'), '$.message', '', ${TEXTS})
     WHERE at < ? AND (json ->> '$.message' <> '' OR ${HAS_TEXTS}) AND NOT (${IS_EVIDENCE})`,
    [olderThan],
  );
  const evidence = sql.run(`UPDATE outcomes SET json = json_set(json, ${TEXTS}) WHERE at < ? AND ${HAS_TEXTS} AND ${IS_EVIDENCE}`, [olderThan]);
  return rest + evidence;
}
