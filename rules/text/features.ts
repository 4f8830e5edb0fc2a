/**
 * What wordings are compared by: words, pairs of neighbours, and the character n-grams of words, hashed to 32 bits. Each
 * Chinese character is a word, English words are stemmed, all numbers are one word. (Tried over the sets of real
 * messages: Chinese n-grams beyond the pair and pairs with a gap make it worse.)
 */
import { DIGIT, IDEOGRAPH, kindOf, LETTER } from './characters';
import type { Normalised } from '../normalise';
import { stem } from './stem';

/** The kinds of features; an index gives each a weight. */
export const WORD = 0;
export const PAIR = 1;
export const GRAM = 2;

/** Features of one wording, each once: its hash, its family and how often it occurs. Valid until the next call. */
export interface Features {
  hash: Int32Array;
  family: Uint8Array;
  count: Uint8Array;
  length: number;
}

/** Longer wordings are compared by their beginning: 20,000 characters of text are no question. */
export const MAX_TOKENS = 400;
export const ENTITY_WORDS: Record<string, string> = { url: '\ue000', email: '\ue001', phone: '\ue002', tracking: '\ue003', number: '\ue003' };
export const NUMBER = '\ue004';
export const NUMERIC = /^[\d.]+$/;
const EDGE = 0x2b;

const tokens = new Int32Array(MAX_TOKENS + 2);
const TABLE = 1 << 14;
/** No wording has more: further ones are left out. */
export const MAX_FEATURES = TABLE / 2;
const slots = new Int16Array(TABLE).fill(-1);
const used = new Int32Array(TABLE);
const features: Features = { hash: new Int32Array(TABLE), family: new Uint8Array(TABLE), count: new Uint8Array(TABLE), length: 0 };
let usedLength = 0;

/** Mixes two words into one (the finaliser of MurmurHash3, A. Appleby, public domain). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6) + (a >>> 2)), 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 32-bit hash of a text (FNV-1a, then mixed). */
export function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length);
}

function add(hash: number, family: number): void {
  if (features.length === MAX_FEATURES) return;
  let slot = (hash ^ (hash >>> 15)) & (TABLE - 1);
  for (; slots[slot] !== -1; slot = (slot + 1) & (TABLE - 1)) {
    const at = slots[slot]!;
    if (features.hash[at] === hash) {
      if (features.count[at]! < 7) features.count[at]!++;
      return;
    }
  }
  const at = features.length++;
  slots[slot] = at;
  used[usedLength++] = slot;
  features.hash[at] = hash;
  features.family[at] = family;
  features.count[at] = 1;
}

/** The features of a normalised wording; of one without words, none. */
export function featuresOf({ text, entities }: Pick<Normalised, 'text' | 'entities'>): Features {
  for (let i = 0; i < usedLength; i++) slots[used[i]!] = -1;
  usedLength = 0;
  features.length = 0;
  const count = tokenise(text, entities);
  if (count === 0) return features;
  for (let i = 1; i <= count; i++) add(mix(tokens[i]!, 1), WORD);
  for (let i = 0; i <= count; i++) add(mix(mix(tokens[i]!, tokens[i + 1]!), 2), PAIR);
  return features;
}

/** Fills `tokens` from 1 on, edges around them, and adds the n-grams of words on the way. */
function tokenise(text: string, entities: Normalised['entities']): number {
  let count = 0;
  let entity = 0;
  tokens[0] = EDGE;
  for (let at = 0; at < text.length && count < MAX_TOKENS; ) {
    const unit = text.charCodeAt(at);
    while (entity < entities.length && entities[entity]!.end <= at) entity++;
    const here = entities[entity];
    if (here && here.start === at) {
      tokens[++count] = hashOf(ENTITY_WORDS[here.kind]!);
      at = here.end;
    } else if (isWordUnit(unit)) {
      const end = wordEnd(text, at, here ? here.start : text.length);
      tokens[++count] = word(text.slice(at, end));
      at = end;
    } else {
      if (unit !== 0x20) tokens[++count] = mix(unit, 7);
      at++;
    }
  }
  tokens[count + 1] = EDGE;
  return count;
}

function word(text: string): number {
  if (NUMERIC.test(text)) return hashOf(NUMBER);
  const stemmed = stem(text);
  grams(stemmed);
  return hashOf(stemmed);
}

export function isWordUnit(unit: number): boolean {
  if (unit === 0x20) return false;
  const kind = kindOf(unit);
  return kind === LETTER || kind === DIGIT || unit === 0x2e;
}

export function wordEnd(text: string, at: number, limit: number): number {
  let end = at + 1;
  while (end < limit && end - at < 64 && isWordUnit(text.charCodeAt(end))) end++;
  return end;
}

function grams(text: string): void {
  for (let size = 3; size <= 4; size++) {
    for (let i = 0; i + size <= text.length; i++) {
      let hash = size + 11;
      for (let j = 0; j < size; j++) hash = mix(hash, text.charCodeAt(i + j));
      add(mix(hash, 6), GRAM);
    }
  }
}

/** Whether a unit is a word by itself. */
export function isOwnWord(unit: number): boolean {
  return kindOf(unit) === IDEOGRAPH;
}
