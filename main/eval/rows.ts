/** A file of rows to run: messages with what they ask or how they were answered, or whole conversations. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { MAX_MESSAGE_LENGTH, Scope, type Turn } from '../../rules/types';

const text = z.string().max(MAX_MESSAGE_LENGTH);
const turn = z.object({ role: z.enum(['customer', 'agent']), text });

const MessageRow = z
  .object({
    message: text.refine((message) => message.trim() !== '', { message: 'is empty' }),
    intent: z.string().min(1).optional(),
    reply: z.string().min(1).optional(),
    /** The turns before; a string alone is what the agent said last. */
    context: z.union([z.array(turn), text]).default([]),
    scope: Scope.default({}),
  })
  .refine(({ intent, reply }) => (intent === undefined) !== (reply === undefined), { message: 'needs an "intent" or a "reply", and not both' });
const DialogueRow = z.object({ id: z.union([z.string(), z.number()]), turns: z.array(turn) });

/** One message with its truth. */
export interface Case {
  message: string;
  before: readonly Turn[];
  scope: Scope;
  /** The intent, or the reply that was sent. */
  truth: string;
}

/** A row: one message, or a conversation with any number of them, in order. */
export interface Row {
  kind: 'message' | 'dialogue';
  cases: Case[];
}

/** Reads a file row by row; a row that is wrong is told of by its line, from 1, and left out. Rejects when the file cannot be read. */
export async function* readRows(file: string, wrong: (line: number, reason: string) => void): AsyncGenerator<Row> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    number++;
    const bare = number === 1 ? line.replace(/^\u{feff}/u, '') : line;
    if (bare.trim() === '') continue;
    const row = rowOf(bare);
    if (typeof row === 'string') wrong(number, row);
    else yield row;
  }
}

/** The row in a line, or what is wrong with it. */
export function rowOf(line: string): Row | string {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const isDialogue = typeof raw === 'object' && raw !== null && 'turns' in raw;
  if (isDialogue) {
    const read = DialogueRow.safeParse(raw);
    return read.success ? { kind: 'dialogue', cases: casesOf(read.data.turns) } : reasonOf(read.error);
  }
  const read = MessageRow.safeParse(raw);
  if (!read.success) return reasonOf(read.error);
  const { message, intent, reply, context, scope } = read.data;
  const before: Turn[] = typeof context === 'string' ? [{ role: 'agent', text: context }] : context;
  return { kind: 'message', cases: [{ message, before, scope, truth: intent ?? reply! }] };
}

/** Each burst of customer turns that an agent answered, with the turns before it; the agent's burst after it is the truth. */
function casesOf(turns: readonly Turn[]): Case[] {
  const cases: Case[] = [];
  for (let at = 0; at < turns.length; ) {
    const answer = endOf(turns, at, 'customer');
    const next = endOf(turns, answer, 'agent');
    const message = textOf(turns, at, answer);
    const truth = textOf(turns, answer, next);
    if (message !== '' && truth !== '') cases.push({ message, before: turns.slice(0, at), scope: {}, truth });
    at = next;
  }
  return cases;
}

function endOf(turns: readonly Turn[], from: number, role: Turn['role']): number {
  let end = from;
  while (end < turns.length && turns[end]!.role === role) end++;
  return end;
}

function textOf(turns: readonly Turn[], from: number, to: number): string {
  return turns.slice(from, to).map(({ text }) => text.trim()).filter((text) => text !== '').join('\n');
}

function reasonOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}
