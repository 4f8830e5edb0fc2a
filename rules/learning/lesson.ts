/**
 * What one outcome taught, in a form to be kept: features and no conversation, so the model can be built again exactly
 * when the texts themselves are kept no longer. Little-endian: version, flags, three lengths, rule id and message in
 * UTF-16 units, then hash, family and count of each feature.
 */
import { MAX_FEATURES, type Encoded } from './encode';

export interface Lesson {
  ruleId: string;
  /** Whether the rule's reply was the answer, or was dismissed. */
  right: boolean;
  /** The message, cut to 200 units, to be shown as an example. */
  message: string;
  question: Encoded;
}

const VERSION = 1;
const RIGHT = 1;
const BARE = 2;
const HEAD = 8;
const BYTES_A_FEATURE = 6;
export const MAX_EXAMPLE = 200;

export function writeLesson({ ruleId, right, message, question }: Lesson): Uint8Array {
  const { hash, family, count, bare } = question;
  const bytes = new Uint8Array(HEAD + 2 * (ruleId.length + message.length) + BYTES_A_FEATURE * hash.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, (right ? RIGHT : 0) | (bare ? BARE : 0));
  view.setUint16(2, ruleId.length, true);
  view.setUint16(4, message.length, true);
  view.setUint16(6, hash.length, true);
  let at = HEAD;
  for (const text of [ruleId, message]) for (let i = 0; i < text.length; i++, at += 2) view.setUint16(at, text.charCodeAt(i), true);
  for (let i = 0; i < hash.length; i++, at += 4) view.setInt32(at, hash[i]!, true);
  bytes.set(family, at);
  bytes.set(count, at + family.length);
  return bytes;
}

/** Throws a RangeError when these are not the bytes of a lesson. */
export function readLesson(bytes: Uint8Array): Lesson {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD || view.getUint8(0) !== VERSION) throw new RangeError('not a lesson, or of another version');
  const flags = view.getUint8(1);
  const idLength = view.getUint16(2, true);
  const messageLength = view.getUint16(4, true);
  const features = view.getUint16(6, true);
  if (features > MAX_FEATURES || bytes.length !== HEAD + 2 * (idLength + messageLength) + BYTES_A_FEATURE * features) throw new RangeError('a lesson of the wrong length');
  let at = HEAD;
  const text = (length: number) => {
    let read = '';
    for (let i = 0; i < length; i++, at += 2) read += String.fromCharCode(view.getUint16(at, true));
    return read;
  };
  const ruleId = text(idLength);
  const message = text(messageLength);
  const hash = Int32Array.from({ length: features }, (_, i) => view.getInt32(at + 4 * i, true));
  at += 4 * features;
  const question = { bare: (flags & BARE) !== 0, hash, family: bytes.slice(at, at + features), count: bytes.slice(at + features) };
  return { ruleId, right: (flags & RIGHT) !== 0, message, question };
}
