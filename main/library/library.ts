/** Rules and outcomes on disk. The log of rule versions is the truth; the table of rules is its present state. */
import Database from 'libsql';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { Outcome, Rule, type RuleRecord } from '../../rules/types';
import { problemOf, ProblemError, type Problem } from '../problem';
import { backUp, openOrRestore } from './backup';
import type { Pack } from './packs';

export interface LibraryOptions {
  folder: string;
  /** Milliseconds since 1970. */
  clock(): number;
  /** This seat's id, named in every version. */
  seat: string;
  packs: readonly Pack[];
  onProblem(problem: Problem): void;
}

/** What undoing an outcome changed: rules as they are now, and rules that are gone. */
export interface Undone {
  put: Rule[];
  removed: string[];
}

interface Change {
  outcome: Outcome;
  put: readonly Rule[];
}

const FILE = 'library.db';

/** Opens the library in a folder; a damaged one is replaced by its newest good backup, and `onProblem` told. */
export function openLibrary(options: LibraryOptions): Library {
  const file = join(options.folder, FILE);
  let db: Database.Database;
  try {
    db = openOrRestore(file, options.clock(), options.onProblem);
  } catch (error) {
    // The app still runs, on the rules that ship; what is learned is kept in memory and told to be unsaved.
    options.onProblem(problemOf(error));
    db = openOrRestore(':memory:', options.clock(), options.onProblem);
  }
  const library = new Library(db, file, options);
  library.addPacks(options.packs);
  return library;
}

export class Library {
  readonly #db: Database.Database;
  readonly #file: string;
  readonly #options: LibraryOptions;
  readonly #records = new Map<string, RuleRecord>();
  #unsaved: Change[] = [];

  constructor(db: Database.Database, file: string, options: LibraryOptions) {
    this.#db = db;
    this.#file = file;
    this.#options = options;
    this.#countRecords();
  }

  /** All rules as they are now. A row that cannot be read is told and left out. */
  rules(): Rule[] {
    const rows = this.#db.prepare('SELECT id, json FROM rules ORDER BY id').all() as { id: string; json: string }[];
    return rows.flatMap(({ id, json }) => this.#parse(Rule, id, json) ?? []);
  }

  /** What happened so far with each rule; undone outcomes do not count. */
  records(): ReadonlyMap<string, RuleRecord> {
    return this.#records;
  }

  /** Outcomes since a time, oldest first. */
  outcomesSince(time: number): Outcome[] {
    const rows = this.#db.prepare('SELECT id, json FROM outcomes WHERE at >= ? ORDER BY id').all([time]) as { id: string; json: string }[];
    return rows.flatMap(({ id, json }) => this.#parse(Outcome, id, json) ?? []);
  }

  /** Number of outcomes that could not be saved yet. */
  get pending(): number {
    return this.#unsaved.length;
  }

  /** Stores an outcome with what it taught: both or neither. Throws ProblemError when the disk refuses; they wait for `retry` then. */
  record(outcome: Outcome, { put }: { put: readonly Rule[] }): void {
    this.#unsaved.push({ outcome, put });
    this.#count(outcome);
    this.retry();
  }

  /** Saves what could not be saved before, in its order. Throws ProblemError when the disk still refuses. */
  retry(): void {
    while (this.#unsaved.length > 0) {
      this.#write(() => this.#save(this.#unsaved[0]!));
      this.#unsaved.shift();
    }
  }

  /** Takes back what an outcome taught: its rules are what they were without it. A second time changes nothing. */
  undo(outcomeId: string): Undone {
    const undone: Undone = { put: [], removed: [] };
    this.#unsaved = this.#unsaved.filter(({ outcome }) => outcome.id !== outcomeId);
    this.#write(() => {
      const { changes } = this.#db.prepare('INSERT OR IGNORE INTO undone (outcome, at) VALUES (?, ?)').run([outcomeId, this.#options.clock()]);
      if (changes === 0) return;
      const rows = this.#db.prepare('SELECT DISTINCT rule FROM rule_versions WHERE cause = ?').all([outcomeId]) as { rule: string }[];
      for (const { rule } of rows) this.#restore(rule, undone);
    });
    this.#countRecords();
    return undone;
  }

  /** Puts the rules of packs in, where the agent has not changed or deleted them; a pack of the same version is left alone. */
  addPacks(packs: readonly Pack[]): void {
    for (const pack of packs) {
      try {
        this.#write(() => this.#addPack(pack));
      } catch (error) {
        this.#options.onProblem(problemOf(error));
      }
    }
  }

  /** Copies the library into `backups/`, at most once a day; keeps the newest ten. */
  backup(): void {
    try {
      backUp(this.#db, this.#file, this.#options.clock());
    } catch (error) {
      this.#options.onProblem({ code: 'cannot-back-up', file: this.#file, detail: String(error) });
    }
  }

  /** Folds the write-ahead log into the file, so that a copy of the one file is the whole library, and closes it. */
  close(): void {
    if (!this.#db.open) return;
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }

  #save({ outcome, put }: Change): void {
    this.#db
      .prepare('INSERT OR IGNORE INTO outcomes (id, seat, at, kind, rule, json) VALUES (?, ?, ?, ?, ?, ?)')
      .run([outcome.id, outcome.seat, outcome.at, outcome.kind, outcome.ruleId ?? null, JSON.stringify(outcome)]);
    for (const rule of put) this.#put(rule, outcome.id, outcome.at);
  }

  #put(rule: Rule, cause: string | null, at: number): void {
    const json = JSON.stringify(rule);
    this.#db
      .prepare('INSERT INTO rule_versions (id, rule, seat, at, json, cause) VALUES (?, ?, ?, ?, ?, ?)')
      .run([newId(), rule.id, this.#options.seat, at, json, cause]);
    this.#db.prepare('INSERT INTO rules (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json').run([rule.id, json]);
  }

  /** A rule is its newest version whose cause was not taken back. */
  #restore(ruleId: string, undone: Undone): void {
    const newest = this.#db
      .prepare('SELECT json FROM rule_versions WHERE rule = ? AND (cause IS NULL OR cause NOT IN (SELECT outcome FROM undone)) ORDER BY n DESC LIMIT 1')
      .get([ruleId]) as { json: string | null } | undefined;
    const rule = newest?.json ? this.#parse(Rule, ruleId, newest.json) : null;
    if (rule) {
      this.#db.prepare('INSERT INTO rules (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json').run([ruleId, newest!.json]);
      undone.put.push(rule);
    } else {
      this.#db.prepare('DELETE FROM rules WHERE id = ?').run([ruleId]);
      undone.removed.push(ruleId);
    }
  }

  #addPack(pack: Pack): void {
    const known = this.#db.prepare('SELECT version FROM packs WHERE id = ?').get([pack.id]) as { version: string } | undefined;
    if (known?.version === pack.version) return;
    const cause = `pack:${pack.id}`;
    const last = this.#db.prepare('SELECT cause FROM rule_versions WHERE rule = ? ORDER BY n DESC LIMIT 1');
    for (const rule of pack.rules) {
      const newest = last.get([rule.id]) as { cause: string | null } | undefined;
      if (!newest || newest.cause === cause) this.#put(rule, cause, this.#options.clock());
    }
    this.#db
      .prepare('INSERT INTO packs (id, version) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version')
      .run([pack.id, pack.version]);
  }

  /** One transaction; what the disk refuses becomes a problem that names the file. */
  #write(work: () => void): void {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.#db.exec('COMMIT');
      } catch (error) {
        if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw new ProblemError({ code: 'cannot-save', file: this.#file, detail: error instanceof Error ? error.message : String(error) });
    }
  }

  #countRecords(): void {
    this.#records.clear();
    const rows = this.#db
      .prepare('SELECT rule, kind, count(*) AS n, max(at) AS at FROM outcomes WHERE rule IS NOT NULL AND id NOT IN (SELECT outcome FROM undone) GROUP BY rule, kind')
      .all() as { rule: string; kind: Outcome['kind']; n: number; at: number }[];
    for (const { rule, kind, n, at } of rows) this.#add(rule, kind, n, at);
  }

  #count({ ruleId, kind, at }: Outcome): void {
    if (ruleId) this.#add(ruleId, kind, 1, at);
  }

  #add(ruleId: string, kind: Outcome['kind'], n: number, at: number): void {
    const record = this.#records.get(ruleId) ?? { accepted: 0, edited: 0, dismissed: 0, lastUsedAt: 0 };
    if (kind !== 'written') record[kind] += n;
    if (kind === 'accepted') record.lastUsedAt = Math.max(record.lastUsedAt, at);
    this.#records.set(ruleId, record);
  }

  #parse<T>(schema: { safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } } }, id: string, json: string): T | null {
    try {
      const read = schema.safeParse(JSON.parse(json));
      if (read.success) return read.data;
      this.#options.onProblem({ code: 'library-row', file: this.#file, params: { id }, detail: read.error.message });
    } catch (error) {
      this.#options.onProblem({ code: 'library-row', file: this.#file, params: { id }, detail: String(error) });
    }
    return null;
  }
}
