/** Text files as they are found on agents' machines: UTF-8 with or without a mark, UTF-16 with one, GB18030 (and so GBK). */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { ProblemError } from '../problem';

/** How much of a file is looked at to tell its encoding, in bytes. */
const SAMPLE = 256 * 1024;
/** Longest line that is read, in UTF-16 units. */
const LONGEST_LINE = 4 * 1024 * 1024;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** The encoding of a file from its first bytes, or null when it is no text in an encoding that is known. */
export function encodingOf(sample: Uint8Array): Encoding | null {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (sample.includes(0)) return null;
  if (decodes(sample, 'utf-8') !== null) return 'utf-8';
  const text = decodes(sample, 'gb18030');
  return text !== null && readsLikeChinese(text) ? 'gb18030' : null;
}

/** The text of a sample that may end inside a character, or null when it is not in this encoding. */
function decodes(sample: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true });
  } catch {
    return null;
  }
}

const EVERYDAY = /[的一是不了在有我他这个们你来到说大地为子中上下就可以没好发货吗亲您]/g;
const OTHERS = /[\u0080-\uffff]/g;

/** Nearly any bytes can be read as GB18030; only text has everyday characters in it. */
function readsLikeChinese(text: string): boolean {
  const others = text.match(OTHERS)?.length ?? 0;
  const everyday = text.match(EVERYDAY)?.length ?? 0;
  return others > 0 && everyday / others > 0.05;
}

/** The first bytes of a file. Rejects with a ProblemError when it cannot be read. */
export async function sampleOf(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(SAMPLE), 0, SAMPLE, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new ProblemError({ code: 'history-unreadable', file, detail: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * A file as text, piece by piece. Bytes that are wrong in its encoding become U+FFFD. Rejects with a ProblemError
 * `history-encoding` when it is no text that can be read. `onBytes` is told how many bytes each piece took.
 */
export async function* textOf(file: string, onBytes: (count: number) => void): AsyncGenerator<string> {
  const encoding = encodingOf(await sampleOf(file));
  if (encoding === null) throw new ProblemError({ code: 'history-encoding', file, detail: 'neither UTF-8 nor GB18030 text; save it as UTF-8' });
  const decoder = new TextDecoder(encoding);
  for await (const bytes of createReadStream(file, { highWaterMark: SAMPLE })) {
    onBytes((bytes as Buffer).length);
    yield decoder.decode(bytes as Buffer, { stream: true });
  }
  yield decoder.decode();
}

/** One line of a file, numbered from 1; `text` is null where it is longer than what is read. */
export interface Line {
  number: number;
  text: string | null;
}

/** The lines of pieces of text, by the piece; lines may end in CR, LF or both. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<Line[]> {
  let open = '';
  let dropped = false;
  let number = 0;
  const line = (text: string): Line => ({ number: ++number, text: dropped || text.length > LONGEST_LINE ? null : text });
  for await (const piece of pieces) {
    const parts = (open + piece).split(/\r\n|\n|\r(?!$)/);
    open = parts.pop()!;
    const lines: Line[] = [];
    for (const part of parts) {
      lines.push(line(part));
      dropped = false;
    }
    if (open.length > LONGEST_LINE) {
      open = '';
      dropped = true;
    }
    yield lines;
  }
  if (open !== '' || dropped) yield [line(open.replace(/\r$/, ''))];
}
