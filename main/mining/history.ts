/** Reads a file of past conversations, whatever its kind. */
import { extname } from 'node:path';
import { ProblemError } from '../problem';
import { guessMapping, type MappingGuess } from './columns';
import { rowsOfCsv } from './csv';
import { encodingOf, sampleOf } from './encoding';
import { readJsonl } from './jsonl';
import { looksPasted, readPasted } from './pasted';
import type { Conversations, ReadOptions } from './reading';
import { conversationsOf, LOOKED_AT, type Row } from './table';
import { rowsOfXlsx } from './xlsx';

export type HistoryKind = 'jsonl' | 'csv' | 'xlsx' | 'pasted';

/** What kind of history a file is, told from what is in it and, where that leaves it open, from its name. Rejects with a ProblemError. */
export async function kindOf(file: string): Promise<HistoryKind> {
  const sample = await sampleOf(file);
  if (sample[0] === 0x50 && sample[1] === 0x4b) return 'xlsx';
  const encoding = encodingOf(sample);
  if (encoding === null) throw new ProblemError({ code: 'history-encoding', file, detail: 'neither UTF-8 nor GB18030 text; save it as UTF-8' });
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  if (text.trim() === '') throw new ProblemError({ code: 'history-empty', file, detail: 'the file is empty' });
  if (/^\s*\{/.test(text) || ['.jsonl', '.ndjson', '.json'].includes(extname(file).toLowerCase())) return 'jsonl';
  if (['.csv', '.tsv'].includes(extname(file).toLowerCase())) return 'csv';
  return looksPasted(text.split(/\r\n|\r|\n/, 400)) ? 'pasted' : 'csv';
}

/** Reads its conversations one by one; nothing of them is kept. */
export async function* readHistory(file: string, options: ReadOptions): Conversations {
  const kind = await kindOf(file);
  if (kind === 'jsonl') yield* readJsonl(file, options);
  else if (kind === 'pasted') yield* readPasted(file, options);
  else yield* conversationsOf(rowsOf(kind, file, options.onBytes), file, options);
}

function rowsOf(kind: 'csv' | 'xlsx', file: string, onBytes: (count: number) => void): AsyncGenerator<Row> {
  return kind === 'csv' ? rowsOfCsv(file, onBytes) : rowsOfXlsx(file, onBytes);
}

/** For a table, its columns and what they seem to hold, so that somebody can be asked; null for other kinds. Rejects with a ProblemError. */
export async function lookAtColumns(file: string): Promise<MappingGuess | null> {
  const kind = await kindOf(file);
  if (kind !== 'csv' && kind !== 'xlsx') return null;
  const first: string[][] = [];
  for await (const { cells } of rowsOf(kind, file, () => undefined)) {
    if (cells) first.push(cells);
    if (first.length === LOOKED_AT) break;
  }
  return guessMapping(first);
}
