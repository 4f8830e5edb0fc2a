/**
 * What a question is told by, as hashed features: words, pairs of neighbours, pairs with a gap and character n-grams of
 * the message; words and pairs of what the agent said last and of what the customer said before; whether the
 * conversation begins here, and where it takes place.
 */
import type { Message } from '../message';
import { bareWordingOf, type Normalised } from '../normalise';
import { ENTITY_WORDS, hashOf, isOwnWord, isWordUnit, mix, NUMBER, NUMERIC, wordEnd } from '../text/features';
import { stem } from '../text/stem';
import type { Scope, Turn } from '../types';

/** Where a feature stands: in the message, in the agent's last turn, in the customer's turns before, or around it all. */
export const MESSAGE = 0;
export const AGENT = 1;
export const EARLIER = 2;
export const PLACE = 3;
export const FIELDS = 4;
/** The kinds of features within a field. */
const WORD = 0;
const PAIR = 1;
const SKIP = 2;
const GRAM = 3;
const KINDS = 4;

export function fieldOf(family: number): number {
  return family >> 2;
}

/** Features, each once: its hash, its family and how often it occurs. */
export interface Encoded {
  /** The message asks nothing (好的, 谢谢): what it answers stands before it. */
  bare: boolean;
  hash: Int32Array;
  family: Uint8Array;
  count: Uint8Array;
}

/** A question has no more features than this. */
export const MAX_FEATURES = 1024;
/** Longer texts are read up to here: what is asked stands in the beginning. */
const MAX_TOKENS = 64;
const MAX_CONTEXT_TOKENS = 24;
const MAX_CONTEXT_UNITS = 200;
/** So many turns are looked through, and so many of the customer's are read. */
const LOOK_BACK = 8;
const CUSTOMER_TURNS = 3;
const MAX_COUNT = 9;
const EDGE = 0x2b;

const TABLE = 4 * MAX_FEATURES;
const table = new Int16Array(TABLE).fill(-1);
const used = new Int16Array(MAX_FEATURES);
const hashes = new Int32Array(MAX_FEATURES);
const families = new Uint8Array(MAX_FEATURES);
const counts = new Uint8Array(MAX_FEATURES);
const tokens = new Int32Array(MAX_TOKENS + 2);
let length = 0;

/**
 * The features of a question: `before` are the turns before the message, oldest first. Never throws, whatever the texts
 * hold, and the work is bounded.
 */
export function encode(message: Message, before: readonly Turn[], scope: Scope): Encoded {
  for (let i = 0; i < length; i++) table[used[i]!] = -1;
  length = 0;
  addText(message.wording, MESSAGE);
  addConversation(before);
  if (scope.platform !== undefined) add(hashOf(`platform ${scope.platform}`), PLACE, WORD);
  if (scope.shop !== undefined) add(hashOf(`shop ${scope.shop}`), PLACE, WORD);
  return { bare: message.bare === 'acknowledgement', hash: hashes.slice(0, length), family: families.slice(0, length), count: counts.slice(0, length) };
}

function addConversation(before: readonly Turn[]): void {
  if (before.length === 0) add(1, PLACE, WORD);
  let customers = 0;
  let agents = 0;
  for (let at = before.length - 1; at >= Math.max(0, before.length - LOOK_BACK); at--) {
    const { role, text } = before[at]!;
    const field = role === 'agent' ? AGENT : EARLIER;
    if (role === 'agent' ? agents++ === 0 : customers++ < CUSTOMER_TURNS) addText(bareWordingOf(text.slice(0, MAX_CONTEXT_UNITS)), field);
  }
}

function addText(wording: Pick<Normalised, 'text' | 'entities'>, field: number): void {
  const count = tokenise(wording, field, field === MESSAGE ? MAX_TOKENS : MAX_CONTEXT_TOKENS);
  if (count === 0) return;
  for (let i = 1; i <= count; i++) add(tokens[i]!, field, WORD);
  for (let i = 0; i <= count; i++) add(mix(tokens[i]!, tokens[i + 1]!), field, PAIR);
  if (field === MESSAGE) for (let i = 1; i + 2 <= count; i++) add(mix(tokens[i]!, tokens[i + 2]!), field, SKIP);
}

function add(value: number, field: number, kind: number): void {
  const family = field * KINDS + kind;
  const hash = mix(value, 101 + family);
  let slot = (hash ^ (hash >>> 15)) & (TABLE - 1);
  for (; table[slot] !== -1; slot = (slot + 1) & (TABLE - 1)) {
    const at = table[slot]!;
    if (hashes[at] !== hash) continue;
    if (counts[at]! < MAX_COUNT) counts[at]!++;
    return;
  }
  if (length === MAX_FEATURES) return;
  table[slot] = length;
  used[length] = slot;
  hashes[length] = hash;
  families[length] = family;
  counts[length++] = 1;
}

/** Fills `tokens` from 1 on, edges around them, and adds the n-grams of the message on the way; answers how many. */
function tokenise({ text, entities }: Pick<Normalised, 'text' | 'entities'>, field: number, most: number): number {
  let count = 0;
  let entity = 0;
  /** How many Chinese characters in a row end here. */
  let run = 0;
  tokens[0] = EDGE;
  for (let at = 0; at < text.length && count < most; ) {
    const unit = text.charCodeAt(at);
    while (entity < entities.length && entities[entity]!.end <= at) entity++;
    const here = entities[entity];
    const before = at;
    if (here && here.start === at) {
      tokens[++count] = hashOf(ENTITY_WORDS[here.kind]!);
      at = here.end;
    } else if (isWordUnit(unit)) {
      at = wordEnd(text, at, here ? here.start : text.length);
      tokens[++count] = word(text.slice(before, at), field);
    } else {
      if (unit !== 0x20) tokens[++count] = mix(unit, 7);
      at++;
    }
    run = isOwnWord(unit) ? run + 1 : 0;
    if (field !== MESSAGE) continue;
    if (run >= 3) add(gramHash(text, at - 3, 3), field, GRAM);
    if (run >= 4) add(gramHash(text, at - 4, 4), field, GRAM);
  }
  tokens[count + 1] = EDGE;
  return count;
}

function word(text: string, field: number): number {
  if (NUMERIC.test(text)) return hashOf(NUMBER);
  const stemmed = stem(text);
  if (field === MESSAGE) {
    const edged = `<${stemmed}>`;
    for (let size = 3; size <= 4; size++) for (let at = 0; at + size <= edged.length; at++) add(gramHash(edged, at, size), field, GRAM);
  }
  return hashOf(stemmed);
}

function gramHash(text: string, from: number, size: number): number {
  let hash = size + 11;
  for (let at = from; at < from + size; at++) hash = mix(hash, text.charCodeAt(at));
  return hash;
}
