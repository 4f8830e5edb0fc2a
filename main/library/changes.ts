/** What changes the library, as data: written in one transaction now, or kept and written later, with the same result. */
import { Rule, type Outcome } from '../../rules/types';
import type { Sql, Value } from './sql';

/** A state that a rule was put in; `rule` null is its deletion. */
export interface RuleVersion {
  id: string;
  ruleId: string;
  seat: string;
  at: number;
  rule: Rule | null;
  /** The outcome that it was learned from, or the step of the agent that made it. */
  cause: string | null;
  /** The pack that it came with. */
  pack: string | null;
}

/** What the agent does to what was learned; each can be taken back at one go. */
export type Doing = 'mined' | 'accepted' | 'edited' | 'merged' | 'archived';
/** What takes other steps back, and can itself be taken back. */
export type TakingBack = 'undone' | 'rolled-back';

/** An entry of the log that is no outcome. */
export interface Step {
  id: string;
  seat: string;
  at: number;
  kind: Doing | TakingBack;
  /** The outcome or step that it goes away with. */
  partOf: string | null;
  /** What the entry is to be told with: a file's name; for a roll-back the time that it goes back to. */
  note: string | null;
}

export type Change =
  | { kind: 'outcome'; outcome: Outcome; versions: readonly RuleVersion[]; lesson?: Uint8Array | undefined }
  | { kind: 'rules'; versions: readonly RuleVersion[] }
  | { kind: 'step'; step: Step; versions: readonly RuleVersion[] }
  /** Takes an outcome or a step back; one that takes back itself gives back what it took. */
  | { kind: 'undo'; cause: string; step: Step }
  /** Takes back every outcome, and all that was mined, from a time on. */
  | { kind: 'roll-back'; from: number; step: Step };

/** What a change did to the rules: rules as they are now, and ids of rules that are gone. */
export interface Changed {
  put: Rule[];
  removed: string[];
}

/**
 * Does a change inside the caller's transaction. An outcome that is there already, or what is already taken back, is
 * known by its id: then nothing is done and null is answered.
 */
export function apply(sql: Sql, change: Change): Changed | null {
  const changed: Changed = { put: [], removed: [] };
  if (change.kind === 'undo') return undo(sql, change, changed) ? changed : null;
  if (change.kind === 'roll-back') return rollBack(sql, change, changed) ? changed : null;
  if (change.kind === 'outcome') {
    const { outcome, versions, lesson } = change;
    if (!addOutcome(sql, outcome)) return null;
    if (lesson) sql.run('INSERT INTO lessons (outcome, bytes) VALUES (?, ?)', [outcome.id, lesson]);
    if (versions.length > 0) addStep(sql, { ...outcome, kind: 'outcome', partOf: null, note: null });
  }
  if (change.kind === 'step' && !addStep(sql, change.step)) return null;
  for (const version of change.versions) addVersion(sql, version, changed);
  return changed;
}

/** False when it is there already. */
function addOutcome(sql: Sql, outcome: Outcome): boolean {
  const { id, seat, at, kind, ruleId } = outcome;
  return (
    sql.run('INSERT OR IGNORE INTO outcomes (id, seat, at, kind, rule, json) VALUES (?, ?, ?, ?, ?, ?)', [
      id, seat, at, kind, ruleId ?? null, JSON.stringify(outcome),
    ]) > 0
  );
}

function addVersion(sql: Sql, version: RuleVersion, changed: Changed): void {
  const { id, ruleId, seat, at, rule, cause, pack } = version;
  const json = rule && JSON.stringify(rule);
  const added = sql.run('INSERT OR IGNORE INTO rule_versions (id, rule, seat, at, json, cause, pack) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    id, ruleId, seat, at, json, cause, pack,
  ]);
  if (added === 0) return;
  if (rule) setCurrent(sql, rule, id, changed);
  else setDeleted(sql, ruleId, id, at, changed);
}

/** False when it is there already. */
function addStep(sql: Sql, { id, seat, at, kind, partOf, note }: Omit<Step, 'kind'> & { kind: string }): boolean {
  return sql.run('INSERT OR IGNORE INTO steps (id, seat, at, kind, part_of, note) VALUES (?, ?, ?, ?, ?, ?)', [id, seat, at, kind, partOf, note]) > 0;
}

/** Taking back what takes back gives back all that it took; anything else is taken back by a step of its own. */
function undo(sql: Sql, { cause, step }: Extract<Change, { kind: 'undo' }>, changed: Changed): boolean {
  const taking = sql.first(`SELECT 1 FROM steps WHERE id = ? AND kind IN ('undone', 'rolled-back')`, [cause]);
  if (taking) {
    if (sql.run('INSERT OR IGNORE INTO undone (outcome, seat, at) VALUES (?, ?, ?)', [cause, step.seat, step.at]) === 0) return false;
    restore(sql, cause, changed);
    return true;
  }
  const isThere = 'SELECT ? AS cause WHERE EXISTS (SELECT 1 FROM outcomes WHERE id = ?) OR EXISTS (SELECT 1 FROM steps WHERE id = ?)';
  return takeBack(sql, step, isThere, [cause, cause, cause], changed);
}

function rollBack(sql: Sql, { from, step }: Extract<Change, { kind: 'roll-back' }>, changed: Changed): boolean {
  return takeBack(sql, step, `SELECT id AS cause FROM outcomes WHERE at >= ? UNION SELECT id FROM steps WHERE kind = 'mined' AND at >= ?`, [from, from], changed);
}

/** Takes back those of the causes that are in force. False when none is. */
function takeBack(sql: Sql, step: Step, causes: string, values: readonly Value[], changed: Changed): boolean {
  const taken = sql.run(`INSERT INTO taken_back (step, cause) SELECT ?, cause FROM (${causes}) WHERE cause NOT IN (SELECT cause FROM out_of_force)`, [step.id, ...values]);
  if (taken === 0) return false;
  addStep(sql, step);
  restore(sql, step.id, changed);
  return true;
}

interface Standing {
  rule: string;
  /** Its newest version that is in force; null when none is. */
  id: string | null;
  json: string | null;
  at: number | null;
  pack: string | null;
}

/**
 * Makes the rules that a step took back, or gives back, what they are now: a rule is its newest version that is in
 * force. So the order in which things are taken back does not matter.
 */
function restore(sql: Sql, step: string, changed: Changed): void {
  const standings = sql.all<Standing>(
    `WITH causes AS (
       SELECT cause FROM taken_back WHERE step = ?1
       UNION SELECT id FROM steps WHERE part_of IN (SELECT cause FROM taken_back WHERE step = ?1)),
     newest AS (
       SELECT rule, max(CASE WHEN cause IS NULL OR cause NOT IN (SELECT cause FROM out_of_force) THEN n END) AS n
       FROM rule_versions WHERE rule IN (SELECT rule FROM rule_versions WHERE cause IN (SELECT cause FROM causes)) GROUP BY rule)
     SELECT newest.rule, v.id, v.json, v.at, v.pack FROM newest LEFT JOIN rule_versions v ON v.n = newest.n`,
    [step],
  );
  setGone(sql, standings.filter(({ id }) => id === null).map(({ rule }) => rule), changed);
  for (const { rule, id, json, at, pack } of standings) {
    if (id === null) continue;
    // While the agent had a version of their own, the pack may have brought a newer one: it is compared again at the next start.
    if (pack) sql.run('DELETE FROM packs WHERE id = ?', [pack]);
    if (json === null) setDeleted(sql, rule, id, at ?? 0, changed);
    else setCurrent(sql, Rule.parse(JSON.parse(json)), id, changed);
  }
}

function setCurrent(sql: Sql, rule: Rule, version: string, changed: Changed): void {
  sql.run(
    `INSERT INTO rules (id, json, enabled, "group", source, version) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET json = excluded.json, enabled = excluded.enabled, "group" = excluded."group",
       source = excluded.source, version = excluded.version, deleted_at = NULL`,
    [rule.id, JSON.stringify(rule), rule.enabled ? 1 : 0, rule.group, rule.source.kind, version],
  );
  if (rule.source.kind === 'learned' && rule.source.review) sql.run('INSERT OR IGNORE INTO waiting (rule) VALUES (?)', [rule.id]);
  else sql.run('DELETE FROM waiting WHERE rule = ?', [rule.id]);
  changed.put.push(rule);
}

/** As if they had never been; they keep their places, for when they are given back. */
function setGone(sql: Sql, ruleIds: readonly string[], changed: Changed): void {
  const ids = JSON.stringify(ruleIds);
  sql.run('UPDATE rules SET deleted_at = coalesce(deleted_at, 0) WHERE id IN (SELECT value FROM json_each(?))', [ids]);
  sql.run('DELETE FROM waiting WHERE rule IN (SELECT value FROM json_each(?))', [ids]);
  changed.removed.push(...ruleIds);
}

/** The rule stays in the table as it last was, so that it can be shown and brought back. */
function setDeleted(sql: Sql, ruleId: string, version: string, at: number, changed: Changed): void {
  sql.run('UPDATE rules SET deleted_at = ?, version = ? WHERE id = ?', [at, version, ruleId]);
  sql.run('DELETE FROM waiting WHERE rule = ?', [ruleId]);
  changed.removed.push(ruleId);
}
