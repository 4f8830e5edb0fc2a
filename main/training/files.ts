/** Writes training files into a folder, all of them or none. */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../problem';

export const NAMES = ['train.jsonl', 'validation.jsonl', 'dataset_info.json', 'card.md', 'card.json'] as const;
export type Name = (typeof NAMES)[number];

/**
 * Writes the files and removes those of an earlier export that are not among them. Throws ProblemError `export-exists`
 * where one lies there and `force` is not set, `cannot-write` where the folder cannot be written; then what was there is
 * as it was.
 */
export function writeFiles(folder: string, files: Partial<Record<Name, string>>, force: boolean): void {
  const partOf = (name: string) => join(folder, `.${name}.part`);
  try {
    mkdirSync(folder, { recursive: true });
    const there = new Set(readdirSync(folder));
    const known = NAMES.filter((name) => there.has(name));
    if (known.length > 0 && !force) throw new ProblemError({ code: 'export-exists', file: folder, detail: `an export lies here already (${known.join(', ')}); --force replaces it` });
    // Conversations, if masked ones: for this user alone.
    for (const name of NAMES) if (files[name] !== undefined) writeFileSync(partOf(name), files[name], { mode: 0o600 });
    for (const name of NAMES) {
      if (files[name] === undefined) rmSync(join(folder, name), { force: true });
      else renameSync(partOf(name), join(folder, name));
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError({ code: 'cannot-write', file: folder, detail: error instanceof Error ? error.message : String(error) });
  } finally {
    for (const name of NAMES) removePart(partOf(name));
  }
}

function removePart(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // In a folder that cannot be written there is none.
  }
}
