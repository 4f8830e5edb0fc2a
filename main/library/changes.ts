/** What changes the library, as data: written in one transaction now, or kept and written later, with the same result. */
import { Rule, type Outcome } from '../../rules/types';
import type { Sql } from './sql';

/** A state that a rule was put in; `rule` null is its deletion. */
export interface RuleVersion {
  id: string;
  ruleId: string;
  seat: string;
  at: number;
  rule: Rule | null;
  /** The outcome that it was learned from. */
  cause: string | null;
  /** The pack that it came with. */
  pack: string | null;
}

export type Change =
  | { kind: 'outcome'; outcome: Outcome; versions: readonly RuleVersion[] }
  | { kind: 'rules'; versions: readonly RuleVersion[] }
  | { kind: 'undo'; outcome: string; seat: string; at: number };

/** What a change did to the rules: rules as they are now, and ids of rules that are gone. */
export interface Changed {
  put: Rule[];
  removed: string[];
}

/**
 * Does a change inside the caller's transaction. An outcome that is there already, or was already undone, is known by
 * its id: then nothing is done and null is answered.
 */
export function apply(sql: Sql, change: Change): Changed | null {
  const changed: Changed = { put: [], removed: [] };
  if (change.kind === 'undo') return undo(sql, change, changed) ? changed : null;
  if (change.kind === 'outcome' && !addOutcome(sql, change.outcome)) return null;
  for (const version of change.versions) addVersion(sql, version, changed);
  return changed;
}

/** False when it is there already. */
function addOutcome(sql: Sql, outcome: Outcome): boolean {
  const { id, seat, at, kind, ruleId, variant } = outcome;
  return (
    sql.run('INSERT OR IGNORE INTO outcomes (id, seat, at, kind, rule, variant, json) VALUES (?, ?, ?, ?, ?, ?, ?)', [
      id, seat, at, kind, ruleId ?? null, variant ?? null, JSON.stringify(outcome),
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

function undo(sql: Sql, { outcome, seat, at }: Extract<Change, { kind: 'undo' }>, changed: Changed): boolean {
  const added = sql.run('INSERT OR IGNORE INTO undone (outcome, seat, at) SELECT id, ?, ? FROM outcomes WHERE id = ?', [seat, at, outcome]);
  if (added === 0) return false;
  for (const { rule } of sql.all<{ rule: string }>('SELECT DISTINCT rule FROM rule_versions WHERE cause = ?', [outcome])) {
    restore(sql, rule, changed);
  }
  return true;
}

interface Newest {
  id: string;
  json: string | null;
  at: number;
  pack: string | null;
}

/** A rule is its newest version whose cause was not taken back; so the order in which outcomes are undone does not matter. */
function restore(sql: Sql, ruleId: string, changed: Changed): void {
  const newest = sql.first<Newest>(
    `SELECT id, json, at, pack FROM rule_versions
     WHERE rule = ? AND (cause IS NULL OR cause NOT IN (SELECT outcome FROM undone)) ORDER BY n DESC LIMIT 1`,
    [ruleId],
  );
  if (!newest) {
    sql.run('DELETE FROM rules WHERE id = ?', [ruleId]);
    changed.removed.push(ruleId);
    return;
  }
  // While the agent had a version of their own, the pack may have brought a newer one: it is compared again at the next start.
  if (newest.pack) sql.run('DELETE FROM packs WHERE id = ?', [newest.pack]);
  if (newest.json === null) setDeleted(sql, ruleId, newest.id, newest.at, changed);
  else setCurrent(sql, Rule.parse(JSON.parse(newest.json)), newest.id, changed);
}

function setCurrent(sql: Sql, rule: Rule, version: string, changed: Changed): void {
  sql.run(
    `INSERT INTO rules (id, json, enabled, "group", source, version) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET json = excluded.json, enabled = excluded.enabled, "group" = excluded."group",
       source = excluded.source, version = excluded.version, deleted_at = NULL`,
    [rule.id, JSON.stringify(rule), rule.enabled ? 1 : 0, rule.group, rule.source.kind, version],
  );
  changed.put.push(rule);
}

/** The rule stays in the table as it last was, so that it can be shown and brought back. */
function setDeleted(sql: Sql, ruleId: string, version: string, at: number, changed: Changed): void {
  sql.run('UPDATE rules SET deleted_at = ?, version = ? WHERE id = ?', [at, version, ruleId]);
  changed.removed.push(ruleId);
}
