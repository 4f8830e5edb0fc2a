/** What is asked of the library's tables. */
import type { Outcome, RuleRecord } from '../../rules/types';
import type { Sql, Value } from './sql';

/** A row whose JSON was not checked yet. */
export interface Row {
  id: string;
  json: string;
}

/** How often each kind of outcome happened. */
export type Figures = Record<Outcome['kind'], number>;

const TABLES = {
  rules: ['n', 'id', 'json', 'enabled', '"group"', 'source', 'version', 'deleted_at'],
  rule_versions: ['n', 'id', 'rule', 'seat', 'at', 'json', 'cause', 'pack'],
  outcomes: ['n', 'id', 'seat', 'at', 'kind', 'rule', 'variant', 'json'],
  undone: ['outcome', 'seat', 'at'],
  packs: ['id', 'mark'],
} as const;

/**
 * Reads all that a start reads, through `exec`: a damaged file shows itself here, while it can still be let go of
 * (see `Sql.holds`). What it throws is the damage.
 */
export function probe(sql: Sql): void {
  const tables = Object.entries(TABLES).map(([table, columns]) => `SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid DESC LIMIT 1`);
  sql.exec(`${tables.join('; ')}; SELECT length(json) FROM rules; ${COUNTS} ${GROUPED}`);
}

const NOT_UNDONE = 'id NOT IN (SELECT outcome FROM undone)';
const COUNTS = `SELECT rule, kind, variant, count(*) AS n, max(at) AS at FROM outcomes WHERE rule IS NOT NULL AND ${NOT_UNDONE}`;
const GROUPED = 'GROUP BY rule, kind, variant';

/** Rules that are not deleted, in the order in which they came. */
export function ruleRows(sql: Sql): Row[] {
  return sql.all<Row>(`SELECT id, json FROM rules WHERE deleted_at IS NULL ORDER BY n`);
}

/** Outcomes that were not undone, from a time on, oldest first. */
export function outcomeRowsSince(sql: Sql, time: number): Row[] {
  return sql.all<Row>(`SELECT id, json FROM outcomes WHERE at >= ? AND ${NOT_UNDONE} ORDER BY at, n`, [time]);
}

/** The last outcomes that were not undone, newest first. */
export function recentOutcomeRows(sql: Sql, limit: number): Row[] {
  return sql.all<Row>(`SELECT id, json FROM outcomes WHERE ${NOT_UNDONE} ORDER BY n DESC LIMIT ?`, [limit]);
}

/** Outcomes of one kind that took one of a rule's replies, the last of them at `at`. */
export interface Count {
  rule: string;
  kind: Outcome['kind'];
  variant: number | null;
  n: number;
  at: number;
}

/** The record of each rule that was ever used; outcomes that were undone do not count. */
export function countRecords(sql: Sql): Map<string, RuleRecord> {
  return recordsOf(sql.all<Count>(`${COUNTS} ${GROUPED}`));
}

/** Counts the record of the rule anew that an outcome was about. */
export function recount(sql: Sql, outcomeId: string, records: Map<string, RuleRecord>): void {
  const rule = sql.first<{ rule: string | null }>('SELECT rule FROM outcomes WHERE id = ?', [outcomeId])?.rule;
  if (rule === null || rule === undefined) return;
  const record = recordsOf(sql.all<Count>(`${COUNTS} AND rule = ? ${GROUPED}`, [rule])).get(rule);
  if (record) records.set(rule, record);
  else records.delete(rule);
}

function recordsOf(counts: readonly Count[]): Map<string, RuleRecord> {
  const records = new Map<string, RuleRecord>();
  for (const count of counts) addToRecord(records, count);
  return records;
}

/** Adds `n` outcomes of one kind, the last of them at `at`, to a rule's record. Records that were given out stay as they are. */
export function addToRecord(records: Map<string, RuleRecord>, { rule, kind, variant, n, at }: Count): void {
  const record = { ...(records.get(rule) ?? { accepted: 0, edited: 0, dismissed: 0, lastUsedAt: 0 }) };
  if (kind !== 'written') record[kind] += n;
  // What was edited went out as another reply.
  if (kind === 'accepted') record.lastUsedAt = Math.max(record.lastUsedAt, at);
  if (kind !== 'dismissed' && variant !== null) {
    record.variants = Array.from({ length: Math.max(variant + 1, record.variants?.length ?? 0) }, (_, at) => (record.variants?.[at] ?? 0) + (at === variant ? n : 0));
  }
  records.set(rule, record);
}

/** Outcomes from a time on that were not undone, counted by kind. */
export function figuresSince(sql: Sql, time: number): Figures {
  const figures: Figures = { accepted: 0, edited: 0, dismissed: 0, written: 0 };
  const rows = sql.all<{ kind: Outcome['kind']; n: number }>(`SELECT kind, count(*) AS n FROM outcomes WHERE at >= ? AND ${NOT_UNDONE} GROUP BY kind`, [time]);
  for (const { kind, n } of rows) figures[kind] = n;
  return figures;
}

/** Copies everything into an empty library of the same schema. */
export function copyAll(from: Sql, to: Sql): void {
  to.transaction(() => {
    for (const [table, columns] of Object.entries(TABLES)) {
      const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      for (const row of from.all<Record<string, Value>>(`SELECT ${columns.join(', ')} FROM ${table}`)) {
        to.run(insert, columns.map((column) => row[column.replaceAll('"', '')] ?? null));
      }
    }
  });
}

/** The same from a file that is not open, named by a URI as SQLite has them; nothing of it stays open (see `Sql.holds`). */
export function copyFile(uri: string, to: Sql): void {
  to.exec(`ATTACH '${uri.replaceAll("'", "''")}' AS source`);
  const copies = Object.entries(TABLES).map(([table, columns]) => `INSERT INTO main.${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM source.${table}`);
  to.transaction(() => to.exec(copies.join('; ')));
  to.exec('DETACH source');
}
