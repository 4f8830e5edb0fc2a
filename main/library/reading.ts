/** What is asked of the library's tables. */
import type { Outcome, RuleRecord } from '../../rules/types';
import { MIGRATIONS } from './migrations';
import { bindable, type Sql, type Value } from './sql';

/** A row whose JSON was not checked yet. */
export interface Row {
  id: string;
  json: string;
}

/** How often each kind of outcome happened. */
export type Figures = Record<Outcome['kind'], number>;

/** Each table with its columns and the version of the schema that brought it. */
const TABLES = [
  { table: 'rules', since: 1, columns: ['n', 'id', 'json', 'enabled', '"group"', 'source', 'version', 'deleted_at'] },
  { table: 'rule_versions', since: 1, columns: ['n', 'id', 'rule', 'seat', 'at', 'json', 'cause', 'pack'] },
  { table: 'outcomes', since: 1, columns: ['n', 'id', 'seat', 'at', 'kind', 'rule', 'json'] },
  { table: 'undone', since: 1, columns: ['outcome', 'seat', 'at'] },
  { table: 'packs', since: 1, columns: ['id', 'mark'] },
  { table: 'steps', since: 3, columns: ['n', 'id', 'seat', 'at', 'kind', 'part_of', 'note'] },
  { table: 'taken_back', since: 3, columns: ['n', 'step', 'cause'] },
  { table: 'waiting', since: 3, columns: ['rule'] },
  { table: 'lessons', since: 3, columns: ['outcome', 'bytes'] },
] as const;

/**
 * Reads all that a start reads, through `exec`: a damaged file shows itself here, while it can still be let go of
 * (see `Sql.holds`). What it throws is the damage. `version` is that of the file's schema.
 */
export function probe(sql: Sql, version: number): void {
  const tables = TABLES.filter(({ since }) => since <= version).map(({ table, columns }) => `SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid DESC LIMIT 1`);
  sql.exec(`${tables.join('; ')}; SELECT length(json) FROM rules`);
  if (version === MIGRATIONS.length) sql.exec(`${COUNTS} ${GROUPED}`);
}

const IN_FORCE = 'id NOT IN (SELECT cause FROM out_of_force)';
const COUNTS = `SELECT rule, kind, variant, count(*) AS n, max(at) AS at FROM outcomes WHERE rule IS NOT NULL AND ${IN_FORCE}`;
const GROUPED = 'GROUP BY rule, kind, variant';

/** Rules that are not deleted, in the order in which they came. */
export function ruleRows(sql: Sql): Row[] {
  return sql.all<Row>(`SELECT id, json FROM rules WHERE deleted_at IS NULL ORDER BY n`);
}

/** Whether these are the rules that came last, in this order. */
export function areLast(sql: Sql, ids: readonly string[]): boolean {
  const last = sql.all<{ id: string }>('SELECT id FROM rules ORDER BY n DESC LIMIT ?', [ids.length]).map(({ id }) => id);
  return ids.every((id, index) => last[ids.length - 1 - index] === id);
}

/** Outcomes that were not taken back, from a time on, oldest first. */
export function outcomeRowsSince(sql: Sql, time: number): Row[] {
  return sql.all<Row>(`SELECT id, json FROM outcomes WHERE at >= ? AND ${IN_FORCE} ORDER BY at, n`, [time]);
}

/** The last outcomes that were not taken back, newest first. */
export function recentOutcomeRows(sql: Sql, limit: number): Row[] {
  return sql.all<Row>(`SELECT id, json FROM outcomes WHERE ${IN_FORCE} ORDER BY n DESC LIMIT ?`, [limit]);
}

/** What outcomes in force told the model, oldest first: the places in the log of so many of the last. */
export function lessonPlaces(sql: Sql, last: number): number[] {
  const rows = sql.all<{ n: number }>(`SELECT o.n FROM outcomes o JOIN lessons l ON l.outcome = o.id WHERE o.${IN_FORCE} ORDER BY o.n DESC LIMIT ?`, [last]);
  return rows.map(({ n }) => n).reverse();
}

/** How many lessons are in force. */
export function lessonCount(sql: Sql): number {
  return sql.first<{ n: number }>(`SELECT count(*) AS n FROM lessons WHERE outcome NOT IN (SELECT cause FROM out_of_force)`)!.n;
}

/** The lesson at a place in the log. */
export function lessonAt(sql: Sql, n: number): Uint8Array {
  return bindable(sql.first<{ bytes: Uint8Array }>('SELECT l.bytes FROM outcomes o JOIN lessons l ON l.outcome = o.id WHERE o.n = ?', [n])!.bytes);
}

/** Outcomes of one kind that took one of a rule's replies, the last of them at `at`. */
export interface Count {
  rule: string;
  kind: Outcome['kind'];
  variant: number | null;
  n: number;
  at: number;
}

/** The record of each rule that was ever used; outcomes that were taken back do not count. */
export function countRecords(sql: Sql): Map<string, RuleRecord> {
  const records = new Map<string, RuleRecord>();
  for (const count of sql.all<Count>(`${COUNTS} ${GROUPED}`)) addToRecord(records, count);
  return records;
}

/** Adds `n` outcomes of one kind, the last of them at `at`, to a rule's record. Records that were given out stay as they are. */
export function addToRecord(records: Map<string, RuleRecord>, { rule, kind, variant, n, at }: Count): void {
  const record = { ...(records.get(rule) ?? { accepted: 0, edited: 0, dismissed: 0, lastUsedAt: 0 }) };
  // What was shown and not taken says nothing against it: the agent may have had nothing to answer.
  if (kind !== 'written' && kind !== 'ignored') record[kind] += n;
  // What was edited went out as another reply.
  if (kind === 'accepted') record.lastUsedAt = Math.max(record.lastUsedAt, at);
  if (kind !== 'dismissed' && variant !== null) {
    record.variants = Array.from({ length: Math.max(variant + 1, record.variants?.length ?? 0) }, (_, at) => (record.variants?.[at] ?? 0) + (at === variant ? n : 0));
  }
  records.set(rule, record);
}

/** Outcomes from a time on that were not taken back, counted by kind. */
export function figuresSince(sql: Sql, time: number): Figures {
  const figures: Figures = { accepted: 0, edited: 0, dismissed: 0, written: 0, ignored: 0 };
  const rows = sql.all<{ kind: Outcome['kind']; n: number }>(`SELECT kind, count(*) AS n FROM outcomes WHERE at >= ? AND ${IN_FORCE} GROUP BY kind`, [time]);
  for (const { kind, n } of rows) figures[kind] = n;
  return figures;
}

/** Rules that hold, of no pack, whose last use and last version are older than a time; the longest unused first. */
export function unusedRows(sql: Sql, time: number): { id: string; lastUsedAt: number | null; uses: number }[] {
  return sql.all(
    `SELECT r.id, max(o.at) AS lastUsedAt, count(o.at) AS uses FROM rules r
     LEFT JOIN outcomes o ON o.rule = r.id AND o.kind IN ('accepted', 'edited') AND o.${IN_FORCE}
     WHERE r.deleted_at IS NULL AND r.enabled = 1 AND r.source <> 'pack' AND (SELECT at FROM rule_versions v WHERE v.id = r.version) < ?
     GROUP BY r.id HAVING coalesce(max(o.at), 0) < ? ORDER BY lastUsedAt, r.n`,
    [time, time],
  );
}

/** Copies everything into an empty library of the same schema. */
export function copyAll(from: Sql, to: Sql): void {
  to.transaction(() => {
    for (const { table, columns } of TABLES) {
      const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      for (const row of from.all<Record<string, Value>>(`SELECT ${columns.join(', ')} FROM ${table}`)) {
        to.run(insert, columns.map((column) => bindable(row[column.replaceAll('"', '')] ?? null)));
      }
    }
  });
}

/** The same from a file that is not open, named by a URI as SQLite has them, whose schema has this version; nothing of it stays open (see `Sql.holds`). */
export function copyFile(uri: string, to: Sql, version: number): void {
  to.exec(`ATTACH '${uri.replaceAll("'", "''")}' AS source`);
  const copies = TABLES.filter(({ since }) => since <= version).map(
    ({ table, columns }) => `INSERT INTO main.${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM source.${table}`,
  );
  to.transaction(() => to.exec(copies.join('; ')));
  to.exec('DETACH source');
}
