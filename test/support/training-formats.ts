/**
 * Reads training files back as the programs do that they are for, by what these publish. Answers what is wrong, a line
 * each; nothing where all is well.
 *
 * OpenAI: developers.openai.com, "Supervised fine-tuning" and "Direct preference optimization", and the reference's
 * FineTuneChatRequestInput and FineTunePreferenceRequestInput. LLaMA-Factory: data/README.md and, where that is silent
 * (order and number of turns), src/llamafactory/data/converter.py. ms-swift: docs, "Custom Dataset", standard format.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const text = z.string().min(1);
const system = z.strictObject({ role: z.literal('system'), content: text });
const user = z.strictObject({ role: z.literal('user'), content: text });
/** OpenAI: weight 0 or 1, of assistant messages only. */
const weighed = z.strictObject({ role: z.literal('assistant'), content: text, weight: z.union([z.literal(0), z.literal(1)]).optional() });
const answer = z.strictObject({ role: z.literal('assistant'), content: text });

const openaiSft = z.strictObject({ messages: z.array(z.union([system, user, weighed])).min(2) }).superRefine(({ messages }, context) => {
  const last = messages.at(-1)!;
  if (last.role !== 'assistant' || last.weight === 0) context.addIssue('the last message is no reply to learn');
});
const openaiDpo = z
  .strictObject({
    input: z.strictObject({ messages: z.array(z.union([system, user, answer])).min(1), tools: z.array(z.unknown()).optional(), parallel_tool_calls: z.boolean().optional() }),
    preferred_output: z.array(answer).length(1),
    non_preferred_output: z.array(answer).length(1),
  })
  .superRefine(({ input }, context) => {
    if (input.messages.at(-1)!.role !== 'user') context.addIssue('the input does not end with the user');
  });

const swiftMessages = z.array(z.union([system, user, answer])).superRefine((messages, context) => {
  const said = messages[0]?.role === 'system' ? messages.slice(1) : messages;
  const inTurn = said.every(({ role }, at) => role === (at % 2 === 0 ? 'user' : 'assistant'));
  if (!inTurn || said.length === 0 || said.length % 2 !== 0) context.addIssue('not user and assistant in turn, ending with the assistant');
});
const swiftSft = z.strictObject({ messages: swiftMessages });
const swiftDpo = z.strictObject({ messages: swiftMessages, rejected_response: text });

export type Format = 'openai' | 'sharegpt' | 'alpaca' | 'swift';

/** A file's rows, split at line feeds alone, after a look at whether a program that splits at every line end of Unicode sees the same. */
function rowsOf(file: string, wrong: string[]): unknown[] {
  const bytes = readFileSync(file);
  const content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (!content.endsWith('\n')) wrong.push(`${file}: does not end with a line end`);
  const lines = content.slice(0, -1).split('\n');
  // Python's str.splitlines.
  // oxlint-disable-next-line no-control-regex
  if (content.slice(0, -1).split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/).length !== lines.length) wrong.push(`${file}: a row holds another line end`);
  return lines.map((line, at) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      wrong.push(`${file}:${at + 1}: no JSON`);
      return null;
    }
  });
}

/** Checks one side of an export, `train` or `validation`. */
export function faultsIn(folder: string, side: 'train' | 'validation', format: Format, preferences: boolean): string[] {
  const wrong: string[] = [];
  const check = (schema: z.ZodType, rows: unknown[]) => {
    for (const [at, row] of rows.entries()) {
      const read = schema.safeParse(row);
      if (!read.success) wrong.push(`${side}:${at + 1}: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
    }
  };
  if (format === 'openai') check(preferences ? openaiDpo : openaiSft, rowsOf(join(folder, `${side}.jsonl`), wrong));
  else if (format === 'swift') check(preferences ? swiftDpo : swiftSft, rowsOf(join(folder, `${side}.jsonl`), wrong));
  else wrong.push(...llamaFactory(folder, `seat_${side}`, format, preferences));
  return wrong;
}

const Description = z.strictObject({
  file_name: z.string(),
  formatting: z.enum(['alpaca', 'sharegpt']).default('alpaca'),
  ranking: z.boolean().default(false),
  columns: z.partialRecord(z.enum(['prompt', 'query', 'response', 'history', 'messages', 'system', 'chosen', 'rejected']), z.string()),
  tags: z.partialRecord(z.enum(['role_tag', 'content_tag', 'user_tag', 'assistant_tag', 'observation_tag', 'function_tag', 'system_tag']), z.string()).default({}),
});
type Description = z.infer<typeof Description>;
type Row = Record<string, unknown>;

/** Finds its way by dataset_info.json alone, as LLaMA-Factory does. */
function llamaFactory(folder: string, name: string, format: Format, preferences: boolean): string[] {
  const info = JSON.parse(readFileSync(join(folder, 'dataset_info.json'), 'utf8')) as Record<string, unknown>;
  const read = Description.safeParse(info[name]);
  if (!read.success) return [`dataset_info.json: ${name}: ${read.error.message}`];
  const description = read.data;
  const wrong: string[] = [];
  if (description.formatting !== format) wrong.push(`${name}: formatting is ${description.formatting}`);
  if (description.ranking !== preferences) wrong.push(`${name}: ranking is ${description.ranking}`);
  const file = join(folder, description.file_name);
  if (!existsSync(file)) return [...wrong, `${file} is not there`];
  for (const [at, row] of rowsOf(file, wrong).entries()) {
    const fault = format === 'alpaca' ? alpacaFault(row as Row, description.columns, preferences) : sharegptFault(row as Row, description, preferences);
    if (fault) wrong.push(`${name}:${at + 1}: ${fault}`);
  }
  return wrong;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function alpacaFault(row: Row, columns: Description['columns'], preferences: boolean): string | null {
  const at = (column: keyof Description['columns'], fallback?: string) => row[columns[column] ?? fallback ?? ''];
  if (!isText(at('prompt', 'instruction'))) return 'no instruction';
  if (typeof at('query', 'input') !== 'string') return 'no input';
  const answers = preferences ? [at('chosen'), at('rejected')] : [at('response', 'output')];
  if (!answers.every(isText)) return 'an answer is missing';
  if (preferences && answers[0] === answers[1]) return 'chosen and rejected are the same';
  if (typeof at('system') !== 'string') return 'no system';
  const history = at('history');
  return Array.isArray(history) && history.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText)) ? null : 'history is no list of pairs';
}

function sharegptFault(row: Row, { columns, tags }: Description, preferences: boolean): string | null {
  const { role_tag: role = 'from', content_tag: content = 'value', user_tag: human = 'human', assistant_tag: gpt = 'gpt' } = tags;
  const messages = row[columns.messages ?? 'conversations'];
  if (!Array.isArray(messages)) return 'no conversations';
  for (const [turn, message] of (messages as Row[]).entries()) {
    if (message[role] !== (turn % 2 === 0 ? human : gpt)) return `turn ${turn + 1} is ${String(message[role])}`;
    if (!isText(message[content])) return `turn ${turn + 1} is empty`;
  }
  if (messages.length === 0 || (messages.length % 2 === 0) === preferences) return 'an odd number of turns where an even one belongs, or the other way round';
  if (!preferences) return null;
  const answers = [row[columns.chosen ?? ''], row[columns.rejected ?? '']] as (Row | undefined)[];
  if (!answers.every((one) => one?.[role] === gpt && isText(one[content]))) return 'chosen or rejected is no reply';
  return answers[0]![content] === answers[1]![content] ? 'chosen and rejected are the same' : null;
}
