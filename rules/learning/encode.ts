/**
 * What a question is told by, as hashed features: words, pairs of neighbours, pairs with a gap, and character n-grams of
 * the message; words and pairs of what the agent said last and of what the customer said before; and whether the
 * conversation begins here.
 */
import type { Message } from '../message';
import { bareWordingOf, type Normalised } from '../normalise';
import { ENTITY_WORDS, hashOf, isOwnWord, isWordUnit, mix, NUMBER, NUMERIC, wordEnd } from '../text/features';
import { H } from './hyper';
import { stem } from '../text/stem';
import type { Turn } from '../types';

/** The kinds of features within a field. */
export const WORD = 0;
export const PAIR = 1;
export const SKIP = 2;
export const GRAM = 3;
/** Where a feature stands: the message itself, the agent's last turn, the customer's turns before, the mark of a first message. */
export const MESSAGE = 0;
export const AGENT = 1;
export const EARLIER = 2;
export const PLACE = 3;
export const FIELDS = 4;

/** Longer texts are read up to here: what is asked stands in the beginning. */
const MAX_TOKENS = 64;
const MAX_CONTEXT_TOKENS = 24;
const MAX_FEATURES = 1024;
const LOOK_BACK = 3;

/** Features, each once: its hash, and field · 4 + kind. */
export interface Encoded {
  hash: Int32Array;
  family: Uint8Array;
  count: Uint8Array;
}

const EDGE = 0x2b;
const TABLE = 1 << 12;
const table = new Int16Array(TABLE).fill(-1);
const used = new Int16Array(MAX_FEATURES);
const hashes = new Int32Array(MAX_FEATURES);
const families = new Uint8Array(MAX_FEATURES);
const counts = new Uint8Array(MAX_FEATURES);
const tokens = new Int32Array(MAX_TOKENS + 2);
let length = 0;

function add(value: number, field: number, kind: number): void {
  if (length === MAX_FEATURES) return;
  const family = field * 4 + kind;
  const hash = mix(value, 101 + family);
  let at = (hash ^ (hash >>> 15)) & (TABLE - 1);
  for (; table[at] !== -1; at = (at + 1) & (TABLE - 1)) {
    if (hashes[table[at]!] === hash) {
      if (counts[table[at]!]! < 9) counts[table[at]!]!++;
      return;
    }
  }
  table[at] = length;
  used[length] = at;
  hashes[length] = hash;
  families[length] = family;
  counts[length++] = 1;
}

/** The features of a question. Never throws, whatever the texts hold; bounded work for texts of any length. */
export function encode(message: Message, before: readonly Turn[], withContext = true): Encoded {
  for (let i = 0; i < length; i++) table[used[i]!] = -1;
  length = 0;
  addText(H.norm === 'plain' ? { text: message.original.normalize('NFKC').toLowerCase().replace(/['’]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim(), entities: [] } : H.norm === 'n' ? message.normalised : H.norm === 'p' ? message.plain : message.wording, MESSAGE);
  if (withContext) addContext(before);
  return { hash: hashes.slice(0, length), family: families.slice(0, length), count: counts.slice(0, length) };
}

function addContext(before: readonly Turn[]): void {
  if (before.length === 0) {
    add(1, PLACE, WORD);
    return;
  }
  let customers = 0;
  let agents = 0;
  for (let at = before.length - 1; at >= 0 && at >= before.length - 8; at--) {
    const { role, text } = before[at]!;
    if (role === 'agent') {
      if (customers > 0 || agents > 0) { if (agents > 0) continue; }
      agents++;
      addText(bareWordingOf(text.slice(0, 400)), AGENT);
    } else if (customers++ < LOOK_BACK) addText(bareWordingOf(text.slice(0, 400)), EARLIER);
  }
}

function addText(wording: Pick<Normalised, 'text' | 'entities'>, field: number): void {
  const full = field === MESSAGE;
  const count = tokenise(wording, field, full ? MAX_TOKENS : MAX_CONTEXT_TOKENS);
  if (count === 0) return;
  for (let i = 1; i <= count; i++) add(tokens[i]!, field, WORD);
  for (let i = 0; i <= count; i++) add(mix(tokens[i]!, tokens[i + 1]!), field, PAIR);
  if (!full) return;
  for (let i = 1; i + 2 <= count; i++) add(mix(tokens[i]!, tokens[i + 2]!), field, SKIP);
}

/** Fills `tokens` from 1 on, edges around them; answers how many. */
function tokenise({ text, entities }: Pick<Normalised, 'text' | 'entities'>, field: number, most: number): number {
  let count = 0;
  let entity = 0;
  /** How many units before this one are Chinese characters in a row. */
  let run = 0;
  tokens[0] = EDGE;
  for (let at = 0; at < text.length && count < most; ) {
    const unit = text.charCodeAt(at);
    while (entity < entities.length && entities[entity]!.end <= at) entity++;
    const here = entities[entity];
    if (here && here.start === at) {
      tokens[++count] = hashOf(ENTITY_WORDS[here.kind]!);
      at = here.end;
      run = 0;
    } else if (isWordUnit(unit)) {
      const end = wordEnd(text, at, here ? here.start : text.length);
      tokens[++count] = wordHash(text.slice(at, end), field);
      at = end;
      run = 0;
    } else {
      if (unit !== 0x20) {
        tokens[++count] = mix(unit, 7);
        run = isOwnWord(unit) ? run + 1 : 0;
        if (field === MESSAGE) {
          if (run >= 3) add(gramHash(text, at - 2, 3), field, GRAM);
          if (run >= 4) add(gramHash(text, at - 3, 4), field, GRAM);
        }
      }
      at++;
    }
  }
  tokens[count + 1] = EDGE;
  return count;
}

function wordHash(text: string, field: number): number {
  if (NUMERIC.test(text)) return hashOf(NUMBER);
  const stemmed = stem(text);
  if (field === MESSAGE) {
    const t = H.edge ? `<${stemmed}>` : stemmed;
    if (H.edge) { for (let size = 3; size <= H.gram; size++) for (let at = 0; at + size <= t.length; at++) add(gramHash(t, at, size), field, GRAM); } else
    for (let size = 3; size <= 4; size++) for (let at = 0; at + size <= stemmed.length; at++) add(gramHash(stemmed, at, size), field, GRAM);
  }
  return hashOf(stemmed);
}

function gramHash(text: string, from: number, size: number): number {
  let hash = size + 11;
  for (let at = from; at < from + size; at++) hash = mix(hash, text.charCodeAt(at));
  return hash;
}
