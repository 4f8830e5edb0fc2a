/** History as JSON lines, `{"id": …, "turns": [{"role": …, "text": …}]}` in each. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { HistoryConversation, HistoryTurn } from '../../rules/mining/types';
import { linesOf, textOf } from './encoding';
import { MOST_TURNS, type Conversations, type ReadOptions, type SkipReason } from './reading';
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

function conversation(text: string, name: string, skip: (why: SkipReason) => void): HistoryConversation | null {
  const row = parsed(text, skip);
  if (!row) return null;
  if (row.turns.length > MOST_TURNS) skip('too-long');
  const turns: HistoryTurn[] = [];
  let unknown = false;
  for (const turn of row.turns.slice(0, MOST_TURNS)) {
    const role = roleNamed(turn.role);
    if (role) turns.push({ role, text: turn.text });
    else unknown = true;
  }
  if (unknown) skip('unknown-role');
  return turns.length === 0 ? null : { id: String(row.id ?? name), turns };
}

function parsed(text: string, skip: (why: SkipReason) => void): z.infer<typeof Row> | null {
  if (text.includes('\ufffd')) {
    skip('wrong-bytes');
    return null;
  }
  // A failed parse is slow, and a file of another kind has millions of them.
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) {
    skip('not-json');
    return null;
  }
  try {
    const row = Row.safeParse(JSON.parse(text));
    if (row.success) return row.data;
    skip('no-turns');
  } catch {
    skip('not-json');
  }
  return null;
}
