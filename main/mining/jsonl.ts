/** History as JSON lines, `{"id": …, "turns": [{"role": …, "text": …}]}` in each. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { HistoryTurn } from '../../rules/mining/types';
import { linesOf, textOf } from './encoding';
import { MOST_TURNS, type Conversations, type ReadOptions } from './reading';
import { roleNamed } from './role-names';

const Row = z.object({
  id: z.union([z.string().min(1).max(500), z.number()]).optional(),
  turns: z.array(z.object({ role: z.string().max(200), text: z.string() })),
});

/** Reads conversations one by one; lines that are none are told to `skip`. A conversation without an id is called by its file and line. */
export async function* readJsonl(file: string, { skip, onBytes }: ReadOptions): Conversations {
  for await (const lines of linesOf(textOf(file, onBytes))) {
    for (const { number, text } of lines) {
      if (text === null) skip(number, 'too-long');
      else if (text.trim() !== '') {
        const found = conversation(text, `${basename(file)} ${number}`, (why) => skip(number, why));
        if (found) yield found;
      }
    }
  }
}

function conversation(text: string, name: string, skip: (why: Parameters<ReadOptions['skip']>[1]) => void) {
  if (text.includes('\ufffd')) return skip('wrong-bytes');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return skip('not-json');
  }
  const row = Row.safeParse(json);
  if (!row.success) return skip('no-turns');
  if (row.data.turns.length > MOST_TURNS) skip('too-long');
  const turns: HistoryTurn[] = [];
  let unknown = false;
  for (const turn of row.data.turns.slice(0, MOST_TURNS)) {
    const role = roleNamed(turn.role);
    if (role) turns.push({ role, text: turn.text });
    else unknown = true;
  }
  if (unknown) skip('unknown-role');
  return turns.length === 0 ? undefined : { id: String(row.data.id ?? name), turns };
}
