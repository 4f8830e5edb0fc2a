import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach } from 'vitest';
import { readHistory } from '../../../../main/mining/history';
import type { ReadOptions, SkipReason } from '../../../../main/mining/reading';
import type { HistoryConversation } from '../../../../rules/mining/types';

/** A folder for each test, with a name that is hard on paths. */
export function useFolder() {
  const here = {
    folder: '',
    write(name: string, content: string | Uint8Array): string {
      const file = join(here.folder, name);
      writeFileSync(file, content);
      return file;
    },
  };
  beforeEach(() => {
    here.folder = mkdtempSync(join(tmpdir(), '历史 记录-'));
  });
  afterEach(() => rmSync(here.folder, { recursive: true, force: true }));
  return here;
}

export interface Read {
  conversations: HistoryConversation[];
  skipped: { line: number; why: SkipReason }[];
  bytes: number;
}

export async function readAll(file: string, options: Partial<ReadOptions> = {}): Promise<Read> {
  const read: Read = { conversations: [], skipped: [], bytes: 0 };
  const all = readHistory(file, { ...options, skip: (line, why) => read.skipped.push({ line, why }), onBytes: (count) => (read.bytes += count) });
  for await (const conversation of all) read.conversations.push(conversation);
  return read;
}

/** Two conversations in which the same is asked in different words, and what is in them. */
export const LINES = [
  ['c1', '客户', '你们发什么快递', '2026-11-01 09:00:00'],
  ['c1', '客服', '小店默认发圆通快递，不支持指定', '2026-11-01 09:00:30'],
  ['c1', '客户', '好的谢谢', '2026-11-01 09:01:00'],
  ['c1', '客服', '不客气哦亲', '2026-11-01 09:01:30'],
  ['c2', '客户', '请问发的是什么快递呀', '2026-11-02 10:00:00'],
  ['c2', '客服', '小店默认发圆通快递，不支持指定', '2026-11-02 10:00:30'],
  ['c2', '客户', '谢谢', '2026-11-02 10:01:00'],
  ['c2', '客服', '不客气哦亲', '2026-11-02 10:01:30'],
] as const;

export const jsonl = (lines: readonly (readonly string[])[] = LINES, customer = 'customer', agent = 'agent'): string => {
  const ids = [...new Set(lines.map(([id]) => id))];
  return ids
    .map((id) => JSON.stringify({ id, turns: lines.filter((line) => line[0] === id).map(([, role, text]) => ({ role: role === '客服' ? agent : customer, text })) }))
    .join('\n');
};

export const csv = (header: readonly string[], lines: readonly (readonly string[])[], delimiter = ',') =>
  [header, ...lines].map((cells) => cells.map((cell) => (/[",;\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)).join('\r\n');

/** A workbook of one sheet, as small as one can be. */
export function xlsx(rows: readonly (readonly string[])[]): Uint8Array {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const cell = (text: string, column: number, row: number) => `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t>${escape(text)}</t></is></c>`;
  const data = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((text, column) => cell(text, column, row)).join('')}</row>`).join('');
  const xml = (body: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`);
  const office = 'http://schemas.openxmlformats.org';
  return zipSync({
    '[Content_Types].xml': xml(
      `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    ),
    '_rels/.rels': xml(`<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': xml(`<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="聊天" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': xml(`<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    'xl/worksheets/sheet1.xml': xml(`<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`),
  });
}

/** Chinese text as GB18030, for the characters that the fixtures hold: Node decodes it but does not encode it. */
export function gb18030(text: string): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, [number, number]>();
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second !== 0x7f) codes.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
    }
  }
  return Uint8Array.from([...text].flatMap((character) => (character < '\u0080' ? [character.charCodeAt(0)] : codes.get(character)!)));
}
