/** Which column of a table holds what, told from the names of the columns and from what stands in them. */
import { namesSeat, roleNamed } from './role-names';
import type { Mapping } from './reading';

export interface Column {
  /** From the first row, or 1, 2, 3 … where the rows begin at once. */
  name: string;
  /** What stands in it in the first few rows. */
  samples: string[];
}

export interface MappingGuess {
  columns: Column[];
  /** What was made out; `text` and `role` are there when `sure`. */
  mapping: Partial<Mapping> & { header: boolean };
  /** Good enough to go on without asking. */
  sure: boolean;
}

type Field = 'conversation' | 'role' | 'text' | 'time';
/** Whole names, then parts of names; the first field that fits takes the column. */
const NAMES: Record<Field, RegExp> = {
  conversation: /^(?:id|cid|sid|uuid)$|会话|对话(?:id|号|编号)|session|conversation|chat[ _-]?id|dialog(?:ue)?[ _-]?id|ticket|买家(?:昵称|旺旺|id|账号)|客户(?:昵称|id|账号|编号)|工单|咨询(?:id|编号)/i,
  time: /时间|日期|time|date|created|timestamp/i,
  role: /角色|身份|发送(?:者|方|人)|说话人|消息来源|来源|方向|类型|role|sender|speaker|from|author|direction|who|昵称|姓名|name/i,
  text: /内容|消息|文本|聊天记录|话术|正文|text|content|message|msg|body|utterance|sentence/i,
};
const ORDER: readonly Field[] = ['time', 'conversation', 'role', 'text'];
const TIME = /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}:\d{2}(?::\d{2})?$|^\d{10}(?:\d{3})?$|^\d{1,2}\/\d{1,2}\/\d{2,4}/;
const SAMPLES = 5;

/** Guesses from the first rows of a table (a few hundred tell enough). */
export function guessMapping(rows: readonly (readonly string[])[]): MappingGuess {
  const [first = []] = rows;
  const named = fieldsByName(first);
  const header = named.size > 0 && first.every((cell) => cell.length <= 40) && !first.some((cell) => roleNamed(cell) !== null && rows.slice(1).some((row) => row.includes(cell)));
  const body = header ? rows.slice(1) : rows;
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, index) => ({
    name: header ? (first[index] ?? '') : String(index + 1),
    samples: body.slice(0, SAMPLES).map((row) => row[index] ?? ''),
  }));
  const found = header ? named : new Map<Field, number>();
  fillByContent(found, body, width);
  const mapping = { ...Object.fromEntries(found), header } as MappingGuess['mapping'];
  return { columns, mapping, sure: mapping.text !== undefined && mapping.role !== undefined && bothSpeak(body, mapping.role) };
}

function fieldsByName(cells: readonly string[]): Map<Field, number> {
  const found = new Map<Field, number>();
  for (const field of ORDER) {
    const taken = new Set(found.values());
    const index = cells.findIndex((cell, at) => !taken.has(at) && NAMES[field].test(cell.trim()));
    if (index >= 0) found.set(field, index);
  }
  return found;
}

/** What the names did not tell, from what stands in the columns. */
function fillByContent(found: Map<Field, number>, body: readonly (readonly string[])[], width: number): void {
  const cells = Array.from({ length: width }, (_, index) => body.map((row) => row[index] ?? ''));
  const share = (index: number, holds: (cell: string) => boolean) => cells[index]!.filter(holds).length / Math.max(1, cells[index]!.length);
  const best = (field: Field, score: (index: number) => number, least: number) => {
    if (found.has(field)) return;
    const taken = new Set(found.values());
    const scored = cells.map((_, index) => (taken.has(index) ? 0 : score(index)));
    const top = Math.max(0, ...scored);
    if (top > least) found.set(field, scored.indexOf(top));
  };
  best('time', (index) => share(index, (cell) => TIME.test(cell)), 0.8);
  // A column that is called a role but names no one may be a type of message; one that names seats is better.
  const roles = (index: number) => share(index, (cell) => roleNamed(cell) !== null || namesSeat(cell));
  if (found.has('role') && roles(found.get('role')!) === 0) found.delete('role');
  best('role', (index) => (new Set(cells[index]).size <= Math.max(2, cells[index]!.length / 2) ? roles(index) : 0), 0.25);
  best('text', (index) => average(cells[index]!.map((cell) => (/\p{L}/u.test(cell) ? cell.length : 0))), 2);
  // Few values, each in several rows in a row: a conversation.
  best('conversation', (index) => (new Set(cells[index]).size > 1 ? share(index, (cell) => cell !== '') * (1 - new Set(cells[index]).size / Math.max(1, cells[index]!.length)) : 0), 0.5);
}

function average(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Both a customer and an agent are among the speakers: by words for them, or as seats' names beside others. */
function bothSpeak(body: readonly (readonly string[])[], role: number): boolean {
  const speakers = new Set(body.map((row) => (row[role] ?? '').trim()).filter((name) => name !== ''));
  const named = new Set([...speakers].map(roleNamed));
  if (named.has('customer')) return true;
  return [...speakers].some(namesSeat) && [...speakers].some((name) => !namesSeat(name));
}
