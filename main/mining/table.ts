/** Rows of a table as conversations. */
import { basename } from 'node:path';
import type { HistoryConversation, HistoryTurn } from '../../rules/mining/types';
import { Seen } from '../../rules/mining/seen';
import { ProblemError } from '../problem';
import { guessMapping } from './columns';
import { MOST_TURNS, type Conversations, type Mapping, type ReadOptions } from './reading';
import { namesSeat, roleNamed } from './role-names';

export interface Row {
  /** From 1. */
  number: number;
  /** Null where the row is broken. */
  cells: string[] | null;
}

/** Rows that are looked at to tell the columns. */
export const LOOKED_AT = 500;
/** Conversations that are open at a time: rows of several may stand in turn, as one seat has several chats. */
const MOST_OPEN = 2_000;
/** Where no column tells conversations apart, a pause of so many ms does. */
const PAUSE = 2 * 60 * 60 * 1000;

interface Said extends HistoryTurn {
  at: number;
}

/** Reads conversations from rows. Rejects with a ProblemError `history-columns` when it must be told what the columns hold. */
export async function* conversationsOf(rows: AsyncIterable<Row>, file: string, options: ReadOptions): Conversations {
  const first: Row[] = [];
  const all = rows[Symbol.asyncIterator]();
  while (first.length < LOOKED_AT) {
    const next = await all.next();
    if (next.done) break;
    first.push(next.value);
  }
  const mapping = options.mapping ?? guessed(first, file);
  const reader = new TableReader(basename(file), mapping, options);
  const body = mapping.header ? first.slice(1) : first;
  for (const row of body) yield* reader.take(row);
  for (let next = await all.next(); !next.done; next = await all.next()) yield* reader.take(next.value);
  yield* reader.rest();
}

function guessed(first: readonly Row[], file: string): Mapping {
  const { mapping, sure, columns } = guessMapping(first.flatMap(({ cells }) => (cells ? [cells] : [])));
  if (sure) return mapping as Mapping;
  throw new ProblemError({ code: 'history-columns', file, params: { columns: columns.map(({ name }) => name).join(', ') }, detail: 'which column holds who speaks, and which the text?' });
}

class TableReader {
  readonly #open = new Map<string, Said[]>();
  readonly #closed = new Seen();
  #lastAt = Number.NaN;
  #pauses = 0;

  constructor(
    readonly name: string,
    readonly mapping: Mapping,
    readonly options: ReadOptions,
  ) {}

  *take({ number, cells }: Row): Generator<HistoryConversation, void> {
    const { mapping, options } = this;
    if (cells === null) return options.skip(number, 'bad-row');
    const text = cells[mapping.text] ?? '';
    const speaker = (cells[mapping.role] ?? '').trim();
    if (text.trim() === '' && speaker === '') return;
    if (text.includes('\ufffd')) return options.skip(number, 'wrong-bytes');
    const role = this.#roleOf(speaker);
    if (role === null) return options.skip(number, 'no-speaker');
    const at = mapping.time === undefined ? Number.NaN : timeOf(cells[mapping.time] ?? '');
    const id = this.#conversation(cells, at);
    const turns = this.#open.get(id) ?? [];
    // The one that was said in last stands last: the first is the next to be closed.
    this.#open.delete(id);
    this.#open.set(id, turns);
    if (turns.length < MOST_TURNS) turns.push({ role, text, at });
    else options.skip(number, 'too-long');
    if (this.#open.size > MOST_OPEN) yield this.#close(this.#open.keys().next().value!);
  }

  *rest(): Generator<HistoryConversation> {
    for (const id of this.#open.keys()) yield this.#close(id);
  }

  #roleOf(speaker: string) {
    if (speaker === '') return null;
    if (this.options.agents?.includes(speaker) || namesSeat(speaker)) return 'agent';
    return roleNamed(speaker) ?? 'customer';
  }

  #conversation(cells: readonly string[], at: number): string {
    const { conversation } = this.mapping;
    if (conversation !== undefined) return (cells[conversation] ?? '').trim() || '(none)';
    if (Math.abs(at - this.#lastAt) > PAUSE) this.#pauses++;
    if (!Number.isNaN(at)) this.#lastAt = at;
    return `${this.name} ${this.#pauses + 1}`;
  }

  #close(id: string) {
    const turns = this.#open.get(id)!;
    this.#open.delete(id);
    // Some exports begin with the latest.
    if (turns.every(({ at }) => !Number.isNaN(at))) turns.sort((a, b) => a.at - b.at);
    // Closed too early to make room: what follows is another stretch of it.
    return { id: this.#closed.add(id) ? `${id} …` : id, turns };
  }
}

/** A time as ms, NaN when it is none that is understood. */
function timeOf(cell: string): number {
  if (/^\d{13}$/.test(cell)) return Number(cell);
  if (/^\d{10}$/.test(cell)) return Number(cell) * 1000;
  return Date.parse(cell.replace(/[年月]/g, '-').replace(/日/g, ' ').replace(/\./g, '-').replace(/^(\d{4})\/(\d{1,2})\/(\d{1,2})/, '$1-$2-$3'));
}
