/** History as it is pasted from a chat window: a line with a name and a time, then what was said (千牛, 微信 and their like). */
import { basename } from 'node:path';
import type { HistoryTurn } from '../../rules/mining/types';
import { ProblemError } from '../problem';
import { linesOf, textOf } from './encoding';
import { MOST_TURNS, type Conversations, type ReadOptions } from './reading';
import { namesSeat, roleNamed } from './role-names';

const WHEN = String.raw`(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[ T]*)?(?:(?:上午|下午|晚上|凌晨|中午|昨天|今天|星期.)\s*)*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?`;
/** name 2024-11-11 10:20:30 · name(2024-11-11 10:20:30): · 2024-11-11 10:20:30 name */
const NAME_FIRST = new RegExp(String.raw`^\s*(\S(?:.{0,38}?\S)??)\s*[(（\[]?\s*(${WHEN})\s*[)）\]]?\s*[:：]?\s*$`);
const TIME_FIRST = new RegExp(String.raw`^\s*[(（\[]?\s*(${WHEN})\s*[)）\]]?\s+(\S(?:.{0,38}\S)?)\s*[:：]?\s*$`);
/** 客服: 您好 — only with a word for a role, as sentences hold colons, too. */
const INLINE = /^\s*([^:：\s]{1,12})\s*[:：]\s*(.+)$/;

/** Longest line that is but a name and a time. */
const LONGEST_HEADER = 120;

interface Saying {
  speaker: string;
  lines: string[];
  number: number;
}

/** Whether lines read like a pasted chat: at least two of them name a speaker. */
export function looksPasted(lines: readonly string[]): boolean {
  return lines.filter((line) => speakerOf(line) !== null).length >= 2;
}

/** Who speaks from a line on, with what stands behind the name; null where a line names nobody. */
function speakerOf(line: string): { speaker: string; said: string } | null {
  const inline = INLINE.exec(line);
  if (inline && roleNamed(inline[1]!) !== null && !(line.length <= LONGEST_HEADER && NAME_FIRST.test(line))) return { speaker: inline[1]!, said: inline[2]! };
  if (line.length > LONGEST_HEADER) return null;
  const [, name] = NAME_FIRST.exec(line) ?? [];
  if (name !== undefined) return { speaker: name.replace(/[:：]$/, '').trim(), said: '' };
  const [, , behind] = TIME_FIRST.exec(line) ?? [];
  return behind === undefined ? null : { speaker: behind.trim(), said: '' };
}

/**
 * Reads conversations: another customer's name begins another one. Rejects with a ProblemError `history-roles` when no
 * name tells who the agent is; then `agents` must.
 */
export async function* readPasted(file: string, options: ReadOptions): Conversations {
  let customer: string | null = null;
  let turns: HistoryTurn[] = [];
  let count = 0;
  let agents = 0;
  const speakers = new Set<string>();
  for await (const { speaker, lines, number } of sayings(file, options)) {
    const text = lines.join('\n').trim();
    if (text === '') continue;
    if (text.includes('\ufffd')) {
      options.skip(number, 'wrong-bytes');
      continue;
    }
    const isAgent = options.agents?.includes(speaker) || namesSeat(speaker);
    if (isAgent) agents++;
    if (speakers.size < 10) speakers.add(speaker);
    if (!isAgent && customer !== null && speaker !== customer && turns.length > 0) {
      yield { id: `${basename(file)} ${++count}`, turns };
      turns = [];
    }
    if (!isAgent) customer = speaker;
    if (turns.length < MOST_TURNS) turns.push({ role: isAgent ? 'agent' : 'customer', text });
    else options.skip(number, 'too-long');
  }
  if (agents === 0 && speakers.size > 0) {
    throw new ProblemError({ code: 'history-roles', file, params: { speakers: [...speakers].join(', ') }, detail: 'which of them is the agent?' });
  }
  if (turns.length > 0) yield { id: `${basename(file)} ${++count}`, turns };
}

async function* sayings(file: string, { skip, onBytes }: ReadOptions): AsyncGenerator<Saying> {
  let open: Saying | null = null;
  for await (const lines of linesOf(textOf(file, onBytes))) {
    for (const { number, text } of lines) {
      const found = text === null ? null : speakerOf(text);
      if (text === null) skip(number, 'too-long');
      else if (found) {
        if (open) yield open;
        open = { speaker: found.speaker, lines: found.said === '' ? [] : [found.said], number };
      } else if (open) open.lines.push(text);
      else if (text.trim() !== '') skip(number, 'no-speaker');
    }
  }
  if (open) yield open;
}
