/** History as an Excel workbook: the first sheet. */
import { Unzip, UnzipInflate } from 'fflate';
import { readFile, stat } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/universal';
import { ProblemError } from '../problem';
import type { Row } from './table';

/** Largest file, and largest content once unpacked, in bytes. A sheet is held in memory whole; more goes in as CSV. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_UNPACKED = 400 * 1024 * 1024;
const PIECE = 64 * 1024;

/** The rows of the first sheet. Rejects with a ProblemError when it is no workbook, or one that is too large unpacked. */
export async function* rowsOfXlsx(file: string, onBytes: (count: number) => void): AsyncGenerator<Row> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) throw tooLarge(file);
  const bytes = new Uint8Array(await readFile(file));
  if (unpackedSize(bytes, MAX_UNPACKED) > MAX_UNPACKED) throw tooLarge(file);
  let rows: readonly (readonly unknown[])[];
  try {
    rows = await readSheet(bytes.buffer);
  } catch (error) {
    throw new ProblemError({ code: 'history-unreadable', file, detail: error instanceof Error ? error.message : String(error) });
  }
  for (const [index, cells] of rows.entries()) {
    yield { number: index + 1, cells: cells.map(textOfCell) };
    // The bytes are all here; what takes time is the rows.
    if (index % 1_000 === 0) onBytes(0);
  }
  onBytes(size);
}

function tooLarge(file: string): ProblemError {
  return new ProblemError({ code: 'history-too-large', file, detail: 'save the sheet as CSV: it is read piece by piece, however large' });
}

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

/**
 * How large the content of an archive really is, whatever its directory says, counted up to a little over `most`: a
 * small file may hold gigabytes. Answers 0 for what is no archive.
 */
export function unpackedSize(archive: Uint8Array, most: number): number {
  const unpacked = { size: 0 };
  const unzip = new Unzip((entry) => {
    entry.ondata = (_error, data) => {
      unpacked.size += data?.length ?? 0;
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < archive.length; at += PIECE) {
      unzip.push(archive.subarray(at, at + PIECE), at + PIECE >= archive.length);
      if (unpacked.size > most) break;
    }
  } catch {
    return unpacked.size;
  }
  return unpacked.size;
}
