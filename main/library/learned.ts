/** The queue of what was learned, read from the log: outcomes that taught something, and what the agent did to that. */
import type { z } from 'zod';
import { Outcome, Rule } from '../../rules/types';
import type { Doing, TakingBack } from './changes';
import type { Row } from './reading';
import type { Sql, Value } from './sql';

/** `waiting`: with a rule that waits for review; `undone`: taken back. */
export type LearnedFilter = 'all' | 'waiting' | 'undone';
export type LearnedCounts = Record<LearnedFilter, number>;

export interface LearnedQuery {
  only?: LearnedFilter;
  /** Only the one with this id. */
  id?: string;
  /** Entries from this time on (ms since 1970). */
  since?: number;
  /** Entries before this one (its `n`): the next page. */
  before?: number;
  limit: number;
}

/** What an entry did to one rule; null is a rule that was not there before, or is not there after. */
export interface RuleChange {
  ruleId: string;
  before: Rule | null;
  after: Rule | null;
}

export interface LearnedEntry {
  /** Its place in the log, from 1. */
  n: number;
  id: string;
  at: number;
  kind: 'outcome' | Doing | Extract<TakingBack, 'rolled-back'>;
  note: string | null;
  /** What it was learned from. Its texts may be forgotten. */
  outcome: Outcome | null;
  changes: RuleChange[];
  /** Whether a rule that it made or changed waits for review. */
  waiting: boolean;
  /** The step that took it back, with which it can be given back; `step` null where that cannot be done. Null while it is in force. */
  undone: { step: string | null; kind: TakingBack; at: number } | null;
  /** What the agent did to it since, oldest first. */
  later: { id: string; kind: Doing; at: number }[];
}

export interface DayOfLearning {
  /** As 2026-11-24. */
  day: string;
  entries: number;
}

type Read = <T>(rows: readonly Row[], schema: z.ZodType<T>) => T[];

interface StepRow {
  n: number;
  id: string;
  at: number;
  kind: LearnedEntry['kind'];
  note: string | null;
  outcome: string | null;
}

/** Entries of their own; a step that is part of one is told with it, and what was taken back shows on what it took. */
const ENTRIES = `FROM steps s WHERE s.part_of IS NULL AND s.kind <> 'undone'`;
const TAKEN_BACK = `(s.id IN (SELECT cause FROM out_of_force) OR s.id IN (SELECT outcome FROM undone))`;
const WAITING = `NOT ${TAKEN_BACK} AND s.id IN (SELECT cause FROM rule_versions WHERE rule IN (SELECT rule FROM waiting))`;
const FILTERS: Record<LearnedFilter, string> = { all: '1', waiting: WAITING, undone: TAKEN_BACK };
/** What a roll-back takes back. */
const LEARNED = `FROM steps s WHERE s.kind IN ('outcome', 'mined') AND s.id NOT IN (SELECT cause FROM out_of_force)`;

/** A page of the queue, newest first. */
export function learnedEntries(sql: Sql, { only = 'all', id, since, before, limit }: LearnedQuery, read: Read): LearnedEntry[] {
  const conditions = ([['s.id =', id], ['s.at >=', since], ['s.n <', before]] as const).filter(([, value]) => value !== undefined);
  const values: Value[] = [...conditions.map(([, value]) => value ?? null), limit];
  const rows = sql.all<StepRow>(
    `SELECT s.n, s.id, s.at, s.kind, s.note, (SELECT json FROM outcomes o WHERE o.id = s.id) AS outcome ${ENTRIES} AND ${FILTERS[only]}
     ${conditions.map(([condition]) => `AND ${condition} ?`).join(' ')} ORDER BY s.n DESC LIMIT ?`,
    values,
  );
  const waiting = new Set(sql.all<{ id: string }>(`SELECT s.id ${ENTRIES} AND ${WAITING}`).map(({ id }) => id));
  return rows.map((row) => entryOf(sql, row, waiting.has(row.id), read));
}

function entryOf(sql: Sql, row: StepRow, waiting: boolean, read: Read): LearnedEntry {
  const { n, id, at, kind, note, outcome } = row;
  return {
    n,
    id,
    at,
    kind,
    note,
    outcome: outcome === null ? null : (read([{ id, json: outcome }], Outcome)[0] ?? null),
    changes: changesOf(sql, id, read),
    waiting,
    undone: takenBack(sql, row),
    later: sql.all(`SELECT id, kind, at FROM steps WHERE part_of = ? AND id NOT IN (SELECT cause FROM out_of_force) ORDER BY n`, [id]),
  };
}

export function learnedCounts(sql: Sql): LearnedCounts {
  const count = (only: LearnedFilter) => sql.first<{ n: number }>(`SELECT count(*) AS n ${ENTRIES} AND ${FILTERS[only]}`)?.n ?? 0;
  return { all: count('all'), waiting: count('waiting'), undone: count('undone') };
}

export function learnedByDay(sql: Sql): DayOfLearning[] {
  return sql.all(`SELECT date(s.at / 1000, 'unixepoch', 'localtime') AS day, count(*) AS entries ${LEARNED} GROUP BY day ORDER BY day DESC`);
}

/** How much a roll-back to a time would take back. */
export function learnedSince(sql: Sql, time: number): { entries: number; rules: number } {
  const entries = sql.first<{ n: number }>(`SELECT count(*) AS n ${LEARNED} AND s.at >= ?`, [time])?.n ?? 0;
  const rules = sql.first<{ n: number }>(`SELECT count(DISTINCT rule) AS n FROM rule_versions WHERE cause IN (SELECT s.id ${LEARNED} AND s.at >= ?)`, [time])?.n ?? 0;
  return { entries, rules };
}

interface VersionRow {
  n: number;
  rule: string;
  at: number;
  json: string | null;
}

function changesOf(sql: Sql, cause: string, read: Read): RuleChange[] {
  const versions = sql.all<VersionRow>('SELECT n, rule, at, json FROM rule_versions WHERE cause = ? ORDER BY n', [cause]);
  const rule = (id: string, json: string | null | undefined) => (json === null || json === undefined ? null : (read([{ id, json }], Rule)[0] ?? null));
  return versions.map((version) => ({ ruleId: version.rule, before: rule(version.rule, jsonBefore(sql, version)), after: rule(version.rule, version.json) }));
}

/** What the rule was when the version was made: the newest one before it that had not been taken back by then. */
function jsonBefore(sql: Sql, { rule, n, at }: VersionRow): string | null | undefined {
  return sql.first<{ json: string | null }>(
    `SELECT json FROM rule_versions v WHERE rule = ? AND n < ? AND (cause IS NULL OR NOT EXISTS (
       SELECT 1 FROM taken_back t JOIN steps s ON s.id = t.step WHERE t.cause = v.cause AND s.at <= ?)) ORDER BY n DESC LIMIT 1`,
    [rule, n, at],
  )?.json;
}

function takenBack(sql: Sql, { id, kind }: StepRow): LearnedEntry['undone'] {
  const final = sql.first<{ at: number }>('SELECT at FROM undone WHERE outcome = ?', [id]);
  if (final) return { step: null, kind: kind === 'rolled-back' ? kind : 'undone', at: final.at };
  const step = sql.first<{ step: string; kind: TakingBack; at: number }>(
    `SELECT t.step, s.kind, s.at FROM taken_back t JOIN steps s ON s.id = t.step WHERE t.cause = ? AND t.step NOT IN (SELECT outcome FROM undone) ORDER BY t.n DESC LIMIT 1`,
    [id],
  );
  return step ?? null;
}
