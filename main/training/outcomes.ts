/** Reads the outcomes of a seat without touching its library: the app may be running. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Outcome } from '../../rules/types';
import { readRows } from '../library/checking';
import { readIntoMemory } from '../library/open';
import { outcomeRowsSince } from '../library/reading';
import { ProblemError, type Problem } from '../problem';

const FILE = 'library.db';
/** As Electron names the folder: after the package. */
const APP = 'seat-assistant';

/** Where the app keeps its data when nothing else is said. */
export function dataFolder(): string {
  const given = process.env['SEAT_ASSISTANT_DATA'];
  if (given) return given;
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), APP);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', APP);
  return join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), APP);
}

/**
 * The outcomes in a data folder that were not taken back, oldest first. Rows that cannot be read are told and left out.
 * Throws ProblemError `no-library` where there is none.
 */
export function readOutcomes(folder: string, report: (problem: Problem) => void): Outcome[] {
  const file = join(folder, FILE);
  if (!existsSync(file)) throw new ProblemError({ code: 'no-library', file, detail: 'there is no library here' });
  // In memory it is of the newest schema, whatever the file is.
  const sql = readIntoMemory(file, { code: 'reading', file });
  try {
    return readRows(outcomeRowsSince(sql, 0), Outcome, file, report);
  } finally {
    sql.close();
  }
}
