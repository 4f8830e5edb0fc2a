/** Rules and outcomes on disk. The log of rule versions is the truth; the table of rules is its present state. */
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { z } from 'zod';
import { Outcome, Rule, type RuleRecord } from '../../rules/types';
import { lessonsNeeded } from '../../rules/learning/relevance';
import { problemOf, ProblemError, type Problem } from '../problem';
import { makeBackup, type BackupReason } from './backup';
import { apply, type Change, type Changed, type Doing, type RuleVersion, type Step, type TakingBack } from './changes';
import { checked, readRows } from './checking';
import { forgetTexts } from './forgetting';
import { learnedByDay, learnedCounts, learnedEntries, learnedSince, type DayOfLearning, type LearnedCounts, type LearnedEntry, type LearnedQuery } from './learned';
import { openFile, openInMemory, readIntoMemory, suspect } from './open';
import type { Pack } from './packs';
import { addToRecord, areLast, copyAll, countRecords, figuresSince, lessonAt, lessonCount, lessonPlaces, outcomeRowsSince, recentOutcomeRows, ruleRows, unusedRows, type Figures, type Row } from './reading';
import { addPack, isNew } from './seeding';
import { detailOf, faultOf, type Sql } from './sql';

export interface LibraryOptions {
  /** Where `library.db` and `backups/` are; made if it is not there. */
  folder: string;
  /** Milliseconds since 1970. */
  clock(): number;
  /** This seat's id, named in every version. */
  seat: string;
  packs: readonly Pack[];
  /** Told of everything that does not stop the work: rows that cannot be read, a library that was replaced or stays unsaved. */
  onProblem(problem: Problem): void;
}

/** What an outcome teaches: rules to put in the place of those with the same id, and ids of rules to delete. */
export interface Learned {
  put?: readonly Rule[];
  remove?: readonly string[];
  /** What it told the model of relevance (see `Relevance.relearn`). */
  lesson?: Uint8Array | undefined;
}

/** A step that was taken: its id, with which it can be taken back, and what it changed. */
export interface Taken extends Changed {
  id: string;
}

const FILE = 'library.db';

/**
 * Opens the library in a folder; a damaged one is replaced by its newest good backup. One that cannot be opened or
 * written is worked on in memory, as far as it can be read and with the packs, until `retry` can write it. `onProblem`
 * is told of all of this; it never throws for the state of the disk.
 */
export function openLibrary(options: LibraryOptions): Library {
  return new Library(options);
}

export class Library {
  /** The path of the database. */
  readonly file: string;
  readonly #options: LibraryOptions;
  /** The file; null while it cannot be opened for writing. */
  #disk: Sql | null = null;
  /** A copy in memory that is worked on while the file cannot be written: it holds what is pending. */
  #memory: Sql | null = null;
  /** Changes that are in the copy in memory but not in the file, oldest first. */
  #pending: Change[] = [];
  #records = new Map<string, RuleRecord>();
  #rules: Rule[] | null = null;
  #closed = false;
  #revision = 0;
  #backingUp: Promise<void> = Promise.resolve();

  constructor(options: LibraryOptions) {
    this.#options = options;
    this.file = join(options.folder, FILE);
    try {
      this.#disk = openFile(this.file, options.clock(), options.onProblem);
      this.#addPacks(this.#disk);
    } catch (error) {
      const problem = this.#disk ? this.#cannotSave(error) : problemOf(error);
      options.onProblem(problem);
      this.#memory = this.#disk ? this.#copyToMemory(this.#disk) : readIntoMemory(this.file, problem);
      this.#addPacks(this.#memory);
    }
    this.#records = countRecords(this.#sql);
  }

  /** All rules as they are now, oldest first, not to be changed. A row that cannot be read is told and left out. */
  rules(): readonly Rule[] {
    this.#rules ??= this.#read(ruleRows, Rule);
    return this.#rules;
  }

  /** What happened so far with each rule; undone outcomes do not count. */
  records(): ReadonlyMap<string, RuleRecord> {
    return this.#records;
  }

  /** Outcomes that were not undone, since a time, oldest first. */
  outcomesSince(time: number): Outcome[] {
    return this.#read((sql) => outcomeRowsSince(sql, time), Outcome);
  }

  /** The last outcomes that were not undone, newest first. */
  recentOutcomes(limit: number): Outcome[] {
    return this.#read((sql) => recentOutcomeRows(sql, limit), Outcome);
  }

  /**
   * What outcomes that hold told the model, oldest first, one at a time: those that a model made anew has to be told to
   * be what it was. What is recorded meanwhile is not among them.
   */
  *lessons(): Generator<Uint8Array> {
    const places = lessonPlaces(this.#sql, lessonsNeeded(lessonCount(this.#sql)));
    for (const place of places) yield lessonAt(this.#sql, place);
  }

  /** How many outcomes of each kind there were since a time; undone ones do not count. */
  figuresSince(time: number): Figures {
    return figuresSince(this.#sql, time);
  }

  /** Another number after each change of rules or outcomes. */
  get revision(): number {
    return this.#revision;
  }

  /** Number of changes that could not be saved yet. */
  get pending(): number {
    return this.#pending.length;
  }

  /** Whether changes reach the disk; if not, they are kept in memory until `retry` succeeds. */
  get saving(): boolean {
    return this.#memory === null;
  }

  /**
   * Stores an outcome with what it taught: both are on the disk when this returns, or neither. An outcome that is there
   * already is not stored again. Throws ProblemError `cannot-save` when the disk refuses (it holds in memory then, and
   * waits for `retry`), `invalid` when the outcome or a rule is not one (nothing is changed then).
   */
  record(outcome: Outcome, { put = [], remove = [], lesson }: Learned = {}): void {
    const known = checked(Outcome, outcome, outcome.id);
    this.#write({ kind: 'outcome', outcome: known, versions: this.#versions(put, remove, known.id, known.at), lesson });
  }

  /** Puts a rule in, or in the place of the one with its id. Throws as `record` does. */
  putRule(rule: Rule, cause?: string): void {
    this.#write({ kind: 'rules', versions: this.#versions([rule], [], cause ?? null, this.#options.clock()) });
  }

  /** Deletes a rule; its versions stay. Throws as `record` does. */
  removeRule(ruleId: string, cause?: string): void {
    this.#write({ kind: 'rules', versions: this.#versions([], [ruleId], cause ?? null, this.#options.clock()) });
  }

  /**
   * Takes back an outcome or a step: the rules are what they would be without it. Of a step that took back itself, all
   * that it took is given back. A second time changes nothing, nor does an id that is not known. Where the disk refuses,
   * it holds in memory, waits for `retry`, and `onProblem` is told.
   */
  undo(cause: string): Taken {
    return this.#step({ kind: 'undo', cause, step: this.#newStep('undone') });
  }

  /** Takes back all that was learned at this time (ms since 1970) or later, outcomes and mined rules, as one step. What the agent wrote stays. As `undo` where the disk refuses. */
  rollBackTo(time: number): Taken {
    return this.#step({ kind: 'roll-back', from: time, step: this.#newStep('rolled-back', null, String(time)) });
  }

  /**
   * Something that the agent does to what was learned, as one step. `partOf` is the entry that it goes away with.
   * Throws ProblemError `invalid` for a rule that is none; as `undo` where the disk refuses.
   */
  do(kind: Doing, { put = [], remove = [] }: Learned, { partOf = null, note = null }: { partOf?: string | null; note?: string | null } = {}): Taken {
    const step = this.#newStep(kind, partOf, note);
    return this.#step({ kind: 'step', step, versions: this.#versions(put, remove, step.id, step.at) });
  }

  /** What was learned and done to it, newest first; see `LearnedQuery` for which and how many. */
  learned(query: LearnedQuery): LearnedEntry[] {
    return this.#reading(() => learnedEntries(this.#sql, query, (rows, schema) => readRows(rows, schema, this.file, this.#options.onProblem)), []);
  }

  /** One entry of the queue, undefined when there is none of this id. */
  learnedEntry(id: string): LearnedEntry | undefined {
    return this.#reading(() => learnedEntries(this.#sql, { id, limit: 1 }, (rows, schema) => readRows(rows, schema, this.file, this.#options.onProblem))[0], undefined);
  }

  /** How many entries there are for each filter. */
  learnedCounts(): LearnedCounts {
    return this.#reading(() => learnedCounts(this.#sql), { all: 0, waiting: 0, undone: 0 });
  }

  /** Days on which something was learned that is in force, newest first, by the clock of this machine. */
  learnedByDay(): DayOfLearning[] {
    return this.#reading(() => learnedByDay(this.#sql), []);
  }

  /** What `rollBackTo` would take back: entries, and rules that would change. */
  learnedSince(time: number): { entries: number; rules: number } {
    return this.#reading(() => learnedSince(this.#sql, time), { entries: 0, rules: 0 });
  }

  /** Rules that hold, are no pack's, and were neither used nor changed since a time (ms since 1970); the longest unused first. */
  unusedSince(time: number): { rule: Rule; lastUsedAt: number | null; uses: number }[] {
    const rules = new Map(this.rules().map((rule) => [rule.id, rule]));
    const rows = this.#reading(() => unusedRows(this.#sql, time), []);
    return rows.flatMap(({ id, lastUsedAt, uses }) => {
      const rule = rules.get(id);
      return rule ? [{ rule, lastUsedAt, uses }] : [];
    });
  }

  /**
   * Blanks the texts of conversations in outcomes that are older than a time (ms since 1970); what was learned, and the
   * sentence that it was learned from, stay. Answers how many outcomes; 0 while the disk cannot be written.
   */
  forget(olderThan: number): number {
    const disk = this.#disk;
    if (!disk || this.#memory) return 0;
    try {
      return disk.transaction(() => forgetTexts(disk, olderThan));
    } catch (error) {
      this.#options.onProblem(this.#cannotSave(error));
      return 0;
    }
  }

  /** Saves what could not be saved before, in its order. Throws ProblemError when the disk still refuses; nothing is lost then. */
  retry(): void {
    if (!this.#memory) return;
    try {
      this.#flush();
    } catch (error) {
      throw new ProblemError(this.#cannotSave(error));
    }
  }

  /** Copies the library into `backups/` on another thread, one at a time; see `BackupReason` for when. Never rejects: `onProblem` is told. */
  backup(reason: BackupReason = 'daily'): Promise<void> {
    this.#backingUp = this.#backingUp.then(() => this.#backUp(reason));
    return this.#backingUp;
  }

  /** Tries once more to save what is pending, folds the log into the file, and closes it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#pending.length > 0) this.retry();
      // So that a copy of the one file is the whole library.
      this.#disk?.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      this.#options.onProblem({ ...problemOf(error), file: this.file });
    }
    this.#disk?.close();
    this.#memory?.close();
  }

  async #backUp(reason: BackupReason): Promise<void> {
    if (!this.#disk || this.#closed) return;
    try {
      const result = await makeBackup(this.file, this.#options.clock(), reason);
      if (result === 'damaged') this.#damageSeen('quick_check failed');
    } catch (error) {
      this.#options.onProblem({ code: 'cannot-back-up', file: this.file, detail: detailOf(error) });
    }
  }

  get #sql(): Sql {
    return (this.#memory ?? this.#disk)!;
  }

  #versions(put: readonly Rule[], remove: readonly string[], cause: string | null, at: number): RuleVersion[] {
    const version = (ruleId: string, rule: Rule | null): RuleVersion => ({ id: newId(), ruleId, seat: this.#options.seat, at, rule, cause, pack: null });
    return [...put.map((rule) => version(rule.id, checked(Rule, rule, rule.id))), ...remove.map((ruleId) => version(ruleId, null))];
  }

  #newStep(kind: Doing | TakingBack, partOf: string | null = null, note: string | null = null): Step {
    return { id: newId(), seat: this.#options.seat, at: this.#options.clock(), kind, partOf, note };
  }

  #step(change: Extract<Change, { step: Step }>): Taken {
    const { changed, problem } = this.#change(change);
    if (problem) this.#options.onProblem(problem);
    return { id: change.step.id, ...changed };
  }

  #write(change: Change): void {
    const { problem } = this.#change(change);
    if (problem) throw new ProblemError(problem);
  }

  /** Does a change: on the disk, or in memory with the problem for which it is not on the disk. */
  #change(change: Change): { changed: Changed; problem?: Problem } {
    try {
      if (this.#memory) this.#flush();
      return { changed: this.#applied(this.#disk!, change) };
    } catch (error) {
      const problem = this.#cannotSave(error);
      this.#memory ??= this.#copyToMemory(this.#disk!);
      const changed = this.#applied(this.#memory, change);
      this.#pending.push(change);
      return { changed, problem };
    }
  }

  #applied(sql: Sql, change: Change): Changed {
    const changed = sql.transaction(() => apply(sql, change));
    if (!changed) return { put: [], removed: [] };
    this.#rules = this.#rules && afterChange(sql, this.#rules, changed);
    this.#revision += 1;
    if (change.kind === 'undo' || change.kind === 'roll-back') this.#records = countRecords(sql);
    else if (change.kind === 'outcome') this.#count(change.outcome);
    return changed;
  }

  #count({ ruleId, kind, variant, at }: Outcome): void {
    if (ruleId !== undefined) addToRecord(this.#records, { rule: ruleId, kind, variant: variant ?? null, n: 1, at });
  }

  /** Writes what is pending and goes back to work on the file. Throws what the disk says; then all is as it was. */
  #flush(): void {
    this.#disk ??= openFile(this.file, this.#options.clock(), this.#options.onProblem);
    const disk = this.#disk;
    this.#addPacks(disk);
    disk.transaction(() => this.#pending.forEach((change) => apply(disk, change)));
    this.#pending = [];
    this.#memory?.close();
    this.#memory = null;
    this.#rules = null;
    this.#records = countRecords(disk);
  }

  /** All new packs in one transaction, or none of them when the disk refuses. */
  #addPacks(sql: Sql): void {
    const { packs, seat, clock } = this.#options;
    const added = packs.filter((pack) => isNew(sql, pack));
    if (added.length === 0) return;
    sql.transaction(() => added.forEach((pack) => addPack(sql, pack, { seat, at: clock() })));
    this.#rules = null;
  }

  #copyToMemory(disk: Sql): Sql {
    const memory = openInMemory();
    try {
      copyAll(disk, memory);
    } catch (error) {
      // What is done from now on is still kept; the rules come back with the file.
      this.#options.onProblem({ code: 'library-unwritable', file: this.file, detail: detailOf(error) });
    }
    return memory;
  }

  /** A problem of the disk as the agent meets it. Anything that is none is a fault of ours and goes on up. */
  #cannotSave(error: unknown): Problem {
    if (error instanceof ProblemError) return { ...error.problem, code: error.problem.code === 'library-newer' ? 'library-newer' : 'cannot-save' };
    const fault = faultOf(error);
    if (!fault) throw error;
    if (fault === 'damaged') suspect(this.file);
    return { code: 'cannot-save', file: this.file, params: { fault }, detail: detailOf(error) };
  }

  #read<T>(rows: (sql: Sql) => Row[], schema: z.ZodType<T>): T[] {
    return this.#reading(() => readRows(rows(this.#sql), schema, this.file, this.#options.onProblem), []);
  }

  /** Reads. Where damage shows only now, it is told and `nothing` is answered: the next start mends it. */
  #reading<T>(read: () => T, nothing: T): T {
    try {
      return read();
    } catch (error) {
      if (faultOf(error) !== 'damaged') throw error;
      this.#damageSeen(detailOf(error));
      return nothing;
    }
  }

  /** The next start checks the whole file, and replaces it by a good backup if it is damaged. */
  #damageSeen(detail: string): void {
    suspect(this.file);
    this.#options.onProblem({ code: 'library-suspect', file: this.file, detail });
  }
}

/** The rules after a change, without reading all of them again; null where their order is not known without that. */
function afterChange(sql: Sql, rules: readonly Rule[], { put, removed }: Changed): Rule[] | null {
  const gone = new Set(removed);
  const changed = new Map(put.map((rule) => [rule.id, rule]));
  const next: Rule[] = [];
  for (const rule of rules) {
    const now = changed.get(rule.id) ?? rule;
    if (!gone.has(rule.id) || changed.has(rule.id)) next.push(now);
    changed.delete(rule.id);
  }
  // A rule that was there before it was deleted keeps its place; only one that is new comes last.
  if (changed.size > 0 && !areLast(sql, [...changed.keys()])) return null;
  next.push(...changed.values());
  return next;
}
