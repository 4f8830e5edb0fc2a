/**
 * What one outcome taught, in a form to be kept: features and no conversation, so the model can be built again exactly
 * when the texts themselves are kept no longer. Little-endian: version, flags, how many texts and features there are, the
 * length of each text, the texts in UTF-16 units (answer, message, reply, then rule and answer of each that joined), then
 * hash, family and count of each feature.
 */
import { MAX_FEATURES, type Encoded } from './encode';

/** A rule that gives an answer from now on; the answer is known by its first rule. */
export interface Joined {
  ruleId: string;
  answerId: string;
}

export interface Lesson {
  /** The first rule of the answer that is spoken of. */
  answerId: string;
  /** Whether it was the answer, or was dismissed. */
  right: boolean;
  /** The message, cut to 200 units, to be shown as an example. */
  message: string;
  /** The reply by which the answer is known, as its rule has it, cut to 1,000 units. */
  reply: string;
  joined: readonly Joined[];
  question: Encoded;
}

const VERSION = 2;
const RIGHT = 1;
const BARE = 2;
const HEAD = 6;
const BYTES_A_FEATURE = 6;
const TEXTS = 3;
export const MAX_EXAMPLE = 200;
export const MAX_KNOWN_REPLY = 1_000;

export function writeLesson({ answerId, right, message, reply, joined, question }: Lesson): Uint8Array {
  const { hash, family, count, bare } = question;
  const texts = [answerId, message, reply, ...joined.flatMap((join) => [join.ruleId, join.answerId])];
  const units = texts.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEAD + 2 * (texts.length + units) + BYTES_A_FEATURE * hash.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, (right ? RIGHT : 0) | (bare ? BARE : 0));
  view.setUint16(2, texts.length, true);
  view.setUint16(4, hash.length, true);
  let at = HEAD;
  for (const { length } of texts) at = put16(view, at, length);
  for (const text of texts) for (let i = 0; i < text.length; i++) at = put16(view, at, text.charCodeAt(i));
  for (let i = 0; i < hash.length; i++, at += 4) view.setInt32(at, hash[i]!, true);
  bytes.set(family, at);
  bytes.set(count, at + family.length);
  return bytes;
}

function put16(view: DataView, at: number, value: number): number {
  view.setUint16(at, value, true);
  return at + 2;
}

/** Throws a RangeError when these are not the bytes of a lesson. */
export function readLesson(bytes: Uint8Array): Lesson {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || view.getUint8(0) !== VERSION) throw new RangeError('not a lesson, or of another version');
  const flags = view.getUint8(1);
  const many = view.getUint16(2, true);
  const features = view.getUint16(4, true);
  if (many < TEXTS || many % 2 !== TEXTS % 2 || features > MAX_FEATURES) throw new RangeError('a lesson without its parts');
  // Reading beyond the end is a RangeError, too.
  const lengths = Array.from({ length: many }, (_, i) => view.getUint16(HEAD + 2 * i, true));
  const units = lengths.reduce((sum, length) => sum + length, 0);
  if (bytes.length !== HEAD + 2 * (many + units) + BYTES_A_FEATURE * features) throw new RangeError('a lesson of the wrong length');
  let at = HEAD + 2 * many;
  const [answerId = '', message = '', reply = '', ...rest] = lengths.map((length) => {
    let read = '';
    for (let i = 0; i < length; i++, at += 2) read += String.fromCharCode(view.getUint16(at, true));
    return read;
  });
  const joined = rest.flatMap((ruleId, i) => (i % 2 === 0 ? [{ ruleId, answerId: rest[i + 1]! }] : []));
  const hash = Int32Array.from({ length: features }, (_, i) => view.getInt32(at + 4 * i, true));
  at += 4 * features;
  const question = { bare: (flags & BARE) !== 0, hash, family: bytes.slice(at, at + features), count: bytes.slice(at + features) };
  return { answerId, right: (flags & RIGHT) !== 0, message, reply, joined, question };
}
